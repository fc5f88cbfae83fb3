using System;
using System.Collections.Generic;
using System.Linq;

namespace Nuke.Common.Execution;

/// <summary>A name on the command line is not that of a target.</summary>
internal sealed class TargetNotFoundException(string name, IEnumerable<string> available)
    : Exception($"Target with name '{name}' does not exist. Available targets are:" +
        string.Concat(available.Order(StringComparer.Ordinal).Select(x => $"{Environment.NewLine}  - {x}")));
