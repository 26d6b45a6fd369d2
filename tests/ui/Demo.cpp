// SPDX-License-Identifier: GPL-3.0-or-later
#include "DemoHost.h"
#include "DemoPages.h"
