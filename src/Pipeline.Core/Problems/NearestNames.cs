namespace Pipeline.Core.Problems;

/// <summary>The known names that somebody may have meant.</summary>
public static class NearestNames
{
    private const int Most = 3;
    private const int ShortestPrefix = 3;

    /// <summary>
    /// Up to three names, nearest first: by optimal string alignment distance, ignoring case and the difference between
    /// '-' and '_', within a third of the name's length; names that begin with what was written follow.
    /// </summary>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        var written = Normalise(name);
        return [.. known.Distinct(StringComparer.Ordinal)
            .Select(x => (Name: x, Distance: Distance(written, Normalise(x))))
            .Where(x => x.Distance is not null)
            .OrderBy(x => x.Distance)
            .ThenBy(x => x.Name, StringComparer.Ordinal)
            .Take(Most)
            .Select(x => x.Name)];
    }

    /// <summary>"Did you mean 'trees'?", or null when nothing is near.</summary>
    public static string? Question(string name, IEnumerable<string> known) => Of(name, known) is { Count: > 0 } near
        ? $"Did you mean {string.Join(" or ", near.Select(x => $"'{x}'"))}?"
        : null;

    /// <summary>The <see cref="Question"/>, or the list of what is known when nothing is near.</summary>
    public static string Hint(string name, IReadOnlyCollection<string> known) => Question(name, known) ?? (known.Count == 0
        ? "Nothing is known here."
        : $"Known here: {string.Join(", ", known.Order(StringComparer.Ordinal))}.");

    private static string Normalise(string name) => name.Replace('_', '-').ToUpperInvariant();

    private static int? Distance(string written, string known)
    {
        var allowed = Math.Max(1, Math.Max(written.Length, known.Length) / 3);
        if (Math.Abs(written.Length - known.Length) <= allowed && Align(written, known) is var edits && edits <= allowed
            && edits < Math.Min(written.Length, known.Length))
        {
            return edits;
        }

        var isPrefix = written.Length >= ShortestPrefix && known.StartsWith(written, StringComparison.Ordinal)
            || known.Length >= ShortestPrefix && written.StartsWith(known, StringComparison.Ordinal);
        return isPrefix ? Math.Abs(written.Length - known.Length) : null;
    }

    /// <summary>Insertions, deletions, substitutions and swaps of neighbours; no substring is edited twice.</summary>
    private static int Align(string a, string b)
    {
        var (before, last, row) = (new int[b.Length + 1], Enumerable.Range(0, b.Length + 1).ToArray(), new int[b.Length + 1]);
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, 1 + Math.Min(last[j], row[j - 1]));
                var isSwap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                row[j] = isSwap ? Math.Min(row[j], before[j - 2] + 1) : row[j];
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }
}
