// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/Icons.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace casebench::ui {

/// A line of the right column: what it is and how it stands.
struct ImportFinding
{
    Glyph glyph = Glyph::None;
    QString text {};
    QString count {};

    bool operator==(const ImportFinding&) const = default;
};

/// Something that stands out and is told in a frame: a new field, with what it means.
struct ImportCard
{
    QString title {};
    QString text {};

    bool operator==(const ImportCard&) const = default;
};

/// Something only a person can decide before the file is taken.
struct ImportAsk
{
    struct Answer
    {
        QString word {}; ///< as the core knows it
        QString text {}; ///< "day first: 3 April 2026"

        bool operator==(const Answer&) const = default;
    };

    QString column {};
    QString text {};
    QList<Answer> answers {};

    bool operator==(const ImportAsk&) const = default;
};

/// A column that may be a known field, or was accepted as one.
struct ImportRename
{
    QString column {};
    QString field {};
    QString why {};
    bool accepted = false;

    bool operator==(const ImportRename&) const = default;
};

/// A text that may stand for "no value", or was accepted as one.
struct ImportMissing
{
    QString column {};
    QString value {}; ///< exactly as the file spells it
    QString text {};
    bool accepted = false;

    bool operator==(const ImportMissing&) const = default;
};

/// Changed cells of one field for one reason.
struct ImportChange
{
    QString field {};
    QString text {}; ///< "blank → Not asked"
    qint64 cells = 0;

    bool operator==(const ImportChange&) const = default;
};

/// What the view "import" shows.
struct ImportState
{
    enum class Step
    {
        Nothing, ///< no file chosen
        Looking,
        Preview,
        Importing,
        Failed ///< the file cannot be read
    };

    Step step = Step::Nothing;
    QString sentence {};
    QString file {}; ///< name
    QString fileFacts {}; ///< size, format, encoding
    QString hash {}; ///< short
    qsizetype waiting = 0; ///< files that come after this one
    QString button {}; ///< "Import 600 cases"
    QString whyNot {}; ///< why the button is off, or ""
    QString comparison {}; ///< "Compared with the mapping"
    QString comparedWith {}; ///< "“Monthly calls”, saved 4 May by ana"
    QStringList mappings {}; ///< saved names
    QString mapping {}; ///< the one in use, or ""
    QString saveName {}; ///< under which "Save mapping" saves
    QList<ImportFinding> findings {};
    QList<ImportCard> cards {};
    QList<ImportRename> renames {};
    QList<ImportAsk> asks {};
    QList<ImportMissing> missing {};
    QList<ImportChange> changes {};
    qint64 changedCells = 0;
    qint64 allCells = 0;
    qint64 listedChanges = 0;
    QList<ImportFinding> refused {}; ///< the first rows set aside: text = reason, count = row
    QStringList notes {};
    QStringList levels {}; ///< values of the label field
    QString positive {}; ///< the one that means scam
    qint64 firstRows = 0;
    qint64 oddRows = 0;
    qint64 quarantined = 0;
    qint64 rowsRead = 0;
    double fraction = -1;
    QString progress {};
    bool stopping = false;
    QString problem {};
    QString advice {};
    QString details {};
    Glyph noticeGlyph = Glyph::None;
    QString notice {}; ///< how the last import or saving ended
    bool noticeQuarantine = false; ///< the notice can open the quarantine

    bool operator==(const ImportState&) const = default;
};

} // namespace casebench::ui
