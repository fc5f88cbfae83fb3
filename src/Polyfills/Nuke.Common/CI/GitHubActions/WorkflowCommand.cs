using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>The one-line form of a workflow command: <c>::name key=value,key=value::message</c>.</summary>
internal static class WorkflowCommand
{
    public static string Format(string command, string message, IReadOnlyDictionary<string, object> properties)
    {
        var pairs = properties.Where(x => x.Value is not null).Select(x => $"{x.Key}={EscapedProperty(x.Value)}").ToList();
        return $"::{command}{(pairs.Count == 0 ? string.Empty : " " + string.Join(',', pairs))}::{Escaped(message)}";
    }

    private static string Escaped(string text) => (text ?? string.Empty)
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string EscapedProperty(object value) => Escaped(Convert.ToString(value, CultureInfo.InvariantCulture))
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
