// SPDX-License-Identifier: GPL-3.0-or-later
// The input is the sheet of a workbook whose other parts are good, so that it gets past archive and CRC.
#include "FuzzFile.h"

#include "core/importing/Mutants.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    static const std::string kSpace = "http://schemas.openxmlformats.org/";
    const std::string office = kSpace + "officeDocument/2006/relationships";
    const std::string relations = "<Relationships xmlns=\"" + kSpace + "package/2006/relationships\">";
    const auto relation = [&](const std::string& id, const std::string& type, const std::string& target) {
        return "<Relationship Id=\"" + id + "\" Type=\"" + office + "/" + type + "\" Target=\"" + target
            + "\"/>";
    };
    const std::string main = " xmlns=\"" + kSpace + "spreadsheetml/2006/main\"";
    casebench::test::ZipParts parts {
        { "[Content_Types].xml", "<Types/>" },
        { "_rels/.rels",
          relations + relation("a", "officeDocument", "xl/workbook.xml") + "</Relationships>" },
        { "xl/workbook.xml",
          "<workbook" + main + " xmlns:r=\"" + office
              + "\"><sheets><sheet name=\"S\" r:id=\"b\"/></sheets></workbook>" },
        { "xl/_rels/workbook.xml.rels",
          relations + relation("b", "worksheet", "s.xml") + relation("c", "styles", "t.xml")
              + relation("d", "sharedStrings", "u.xml") + "</Relationships>" },
        { "xl/t.xml",
          "<styleSheet" + main
              + "><numFmts><numFmt numFmtId=\"164\" formatCode=\"00000\"/></numFmts><cellXfs>"
              + "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf "
                "numFmtId=\"21\"/></cellXfs></styleSheet>" },
        { "xl/u.xml", "<sst" + main + "><si><t>one</t></si><si><r><t>t</t></r><r><t>wo</t></r></si></sst>" },
        { "xl/s.xml", std::string(reinterpret_cast<const char*>(data), size) }
    };
    casebench::fuzz::importAndReturn("mutant.xlsx", casebench::test::zipOf(parts));
    return 0;
}
