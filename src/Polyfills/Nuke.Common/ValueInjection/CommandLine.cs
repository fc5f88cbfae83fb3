using System;
using System.Collections.Generic;
using System.Linq;

namespace Nuke.Common.ValueInjection;

/// <summary>
/// Arguments as the build reads them: what stands before the first switch is positional, everything between one switch and the
/// next belongs to the former. <c>-x</c> is <c>--x</c>, dashes and case inside a name do not count, the last occurrence wins.
/// </summary>
internal sealed class CommandLine
{
    private readonly Dictionary<string, IReadOnlyList<string>> _named = [];

    public CommandLine(IReadOnlyList<string> arguments)
    {
        Arguments = arguments;
        Positional = [.. arguments.TakeWhile(x => !IsSwitch(x))];
        for (var i = Positional.Count; i < arguments.Count;)
        {
            IReadOnlyList<string> values = [.. arguments.Skip(i + 1).TakeWhile(x => !IsSwitch(x))];
            _named[Normalize(arguments[i])] = values;
            i += values.Count + 1;
        }
    }

    public IReadOnlyList<string> Arguments { get; }

    public IReadOnlyList<string> Positional { get; }

    /// <summary>The values after a switch, empty for a bare one; null when the switch is not there.</summary>
    public IReadOnlyList<string> Named(string name) => _named.GetValueOrDefault(Normalize(name));

    public override string ToString() =>
        "Arguments were:" + string.Concat(Arguments.Select((x, i) => $"{Environment.NewLine}  [{i}] = {x}"));

    private static bool IsSwitch(string argument) => argument.StartsWith('-');

    private static string Normalize(string name) => name.Replace("-", string.Empty, StringComparison.Ordinal).ToLowerInvariant();
}
