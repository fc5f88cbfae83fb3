using System;
using System.Collections.Generic;
using System.Linq;
using Nuke.Common.Utilities;

namespace Nuke.Common.Tooling;

/// <summary>Puts a mark where a secret stands in a text.</summary>
internal static class Redaction
{
    public const string Mark = "[REDACTED]";

    /// <summary>A shorter line of a secret is a brace or the like, and hiding it would garble all output.</summary>
    private const int ShortestLine = 4;

    /// <summary>Hides the secrets, also as a command line escapes them, and each line of a secret that has several.</summary>
    public static Func<string, string> Of(IEnumerable<string> secrets)
    {
        var hidden = secrets
            .Where(x => !string.IsNullOrEmpty(x))
            .SelectMany(x => (string[])[x, Quoting.ArgumentBody(x, beforeQuote: true)])
            .SelectMany(x => x.SplitLineBreaks().Where(line => line.Length >= ShortestLine).Prepend(x))
            .Distinct()
            .OrderByDescending(x => x.Length)
            .ToList();
        return hidden.Count == 0
            ? x => x
            : text => hidden.Aggregate(text, (current, secret) => current?.Replace(secret, Mark, StringComparison.Ordinal));
    }
}
