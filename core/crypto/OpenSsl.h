// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/crypto only: owners for OpenSSL's objects, and its error queue as an Error.

#include "core/base/Error.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

namespace casebench::openssl {

template<auto Free>
struct Deleter
{
    template<typename T>
    void operator()(T* pointer) const
    {
        Free(pointer);
    }
};

using Bio = std::unique_ptr<BIO, Deleter<&BIO_free_all>>;
using Key = std::unique_ptr<EVP_PKEY, Deleter<&EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Deleter<&EVP_PKEY_CTX_free>>;
using MdContext = std::unique_ptr<EVP_MD_CTX, Deleter<&EVP_MD_CTX_free>>;
using Pkcs8Info = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Deleter<&PKCS8_PRIV_KEY_INFO_free>>;
using EncryptedPkcs8 = std::unique_ptr<X509_SIG, Deleter<&X509_SIG_free>>;
using Algorithm = std::unique_ptr<X509_ALGOR, Deleter<&X509_ALGOR_free>>;

/// What OpenSSL last complained about, as a Library error; empties its queue, so that an old complaint never
/// explains a new failure.
[[nodiscard]] inline Error libraryError(const std::string& what)
{
    const unsigned long number = ERR_peek_last_error();
    const char* reason = number == 0 ? nullptr : ERR_reason_error_string(number);
    ERR_clear_error();
    return Error { ErrorCode::Library, reason == nullptr ? what + "." : what + ": " + reason + "." };
}

/// The whole of a memory BIO.
[[nodiscard]] inline std::string textOf(BIO* memory)
{
    char* data = nullptr;
    const long length = BIO_get_mem_data(memory, &data);
    return length > 0 ? std::string(data, static_cast<std::size_t>(length)) : std::string();
}

} // namespace casebench::openssl
