// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/Access.h"

#include "core/store/PersonStore.h"

namespace casebench {

namespace {

struct Rule
{
    VerbGroup group;
    std::string_view deed;
    std::string_view who;
    bool investigator;
    bool analyst;
    bool compliance;
};

/// cli.md, "Who acts"; an admin may do all of it.
constexpr Rule kRules[] = {
    { VerbGroup::Intake, "import and label", "an investigator, an analyst or an admin", true, true, false },
    { VerbGroup::Analysis, "train, monitor and submit", "an analyst or an admin", false, true, false },
    { VerbGroup::Release, "approve and export", "a compliance officer or an admin", false, false, true },
    { VerbGroup::Look, "look at the project", "everybody with a role", true, true, true },
    { VerbGroup::Persons, "manage persons, policies and settings", "a compliance officer or an admin", false,
      false, true },
};

bool allowed(const Rule& rule, Role role)
{
    switch (role) {
    case Role::Admin:
        return true;
    case Role::Investigator:
        return rule.investigator;
    case Role::Analyst:
        return rule.analyst;
    case Role::Compliance:
        return rule.compliance;
    case Role::None:
        break;
    }
    return rule.group == VerbGroup::Look;
}

} // namespace

Result<Actor> resolveActor(Project& project, std::string_view person)
{
    const PersonStore persons(project);
    if (!person.empty()) {
        CB_TRY(const Person named, persons.find(person));
        return actorFor(named);
    }
    const std::string account = osAccountName();
    if (const auto known = persons.find(account))
        return actorFor(*known);
    return actorFor({ account, Role::None, {}, {} });
}

Result<void> requireAccess(const Actor& actor, VerbGroup group)
{
    for (const Rule& rule : kRules) {
        if (rule.group != group || allowed(rule, actor.role))
            continue;
        return Error { ErrorCode::Refused,
                       actor.name
                           + (actor.role == Role::None ? " has no role here"
                                                       : " is " + std::string(name(actor.role)))
                           + " and may not " + std::string(rule.deed) + ".",
                       {},
                       "role",
                       "It takes " + std::string(rule.who) + "; name the person who acts with --as." };
    }
    return {};
}

} // namespace casebench
