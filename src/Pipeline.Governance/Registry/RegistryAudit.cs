using System.Buffers;
using System.Globalization;
using System.Text;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Governance.Journal;
using Pipeline.Governance.Storage;

namespace Pipeline.Governance.Registry;

/// <summary>Tells whether the journal of a registry is as it was written.</summary>
public static class RegistryAudit
{
    /// <summary>
    /// Reads every event. A chain cannot show that its end was cut off; the registry made of it, which has seen that end, does.
    /// </summary>
    /// <returns>Null where nothing was ever recorded.</returns>
    /// <exception cref="StorageUnreadableException">A file is no database, or damaged as one.</exception>
    public static async Task<ChainStatus?> VerifyAsync(RegistryLocation location, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(location);
        var seen = File.Exists(location.ProjectionPath) ? await SeenAsync(location.ProjectionPath, cancellationToken) : null;
        if (!File.Exists(location.JournalPath))
            return seen is null ? null : Missing(0, seen.Value);
        await using var journal = await SqliteJournal.OpenAsync(location.JournalPath, new StorageOptions(), cancellationToken);
        var status = await journal.VerifyAsync(null, cancellationToken);
        if (status is not ChainStatus.Intact intact || seen is null)
            return status;
        try
        {
            await using var after = journal.ReadAsync(seen, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await after.MoveNextAsync();
            return status;
        }
        catch (UnknownHeadException)
        {
            return Missing(intact.Count, seen.Value);
        }
    }

    private static ChainStatus.Broken Missing(long last, Digest seen) =>
        new(last, null, $"the registry has seen {seen}, which is not in the journal any more");

    private static async Task<Digest?> SeenAsync(string path, CancellationToken cancellationToken)
    {
        await using var file =
            await SqliteFile.OpenAsync(path, ProjectionFormat.Current, new StorageOptions(), cancellationToken);
        var head = await file.ReadAsync(x => x.Scalar<string>("SELECT head FROM projection"), cancellationToken);
        return head is null ? null : Digest.Parse(head);
    }
}

/// <summary>What text must be before it is kept for ever: not too long, and nothing that passes for something else.</summary>
internal static class AuditText
{
    public const int MostInName = 256;
    public const int MostInReason = 1000;

    private const string MostInNameText = "256";
    private const string MostInReasonText = "1,000";

    public static IEnumerable<Problem> Of(Actor actor) =>
        [.. Name("The actor's name", actor.Name), .. Name("The actor's source", actor.Source)];

    public static IEnumerable<Problem> OfReason(string reason) =>
        OfText("The reason", reason, "Say in a sentence why; it is kept in the journal.");

    /// <param name="what">"The reason".</param>
    /// <param name="text">Of several lines, maybe.</param>
    /// <param name="hint">What to do about an empty one.</param>
    public static IEnumerable<Problem> OfText(string what, string text, string hint)
    {
        if (string.IsNullOrWhiteSpace(text))
            yield return new Problem($"{what} is empty.", hint);
        if (text.Length > MostInReason)
            yield return new Problem($"{what} has {Count(text)} characters; at most {MostInReasonText} are kept.");
        if (Runes(text).Any(x => x is null || x.Value.Value != '\n' && IsControl(x.Value)))
            yield return new Problem($"{what} has control characters; text and line breaks are kept.");
    }

    public static IEnumerable<Problem> Name(string what, string name)
    {
        if (string.IsNullOrWhiteSpace(name))
            yield return new Problem($"{what} is empty.");
        if (name.Length > MostInName)
            yield return new Problem($"{what} has {Count(name)} characters; at most {MostInNameText} are kept.");
        if (Runes(name).Any(x => x is null || IsControl(x.Value) || Rune.GetUnicodeCategory(x.Value) == UnicodeCategory.Format))
            yield return new Problem($"{what} has characters that cannot be seen; a name has none.");
    }

    private static string Count(string text) => text.Length.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Those that end a line, and those that turn the direction of reading.</summary>
    private static bool IsControl(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    /// <summary>Null for half a surrogate pair, which is no character.</summary>
    private static IEnumerable<Rune?> Runes(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            var isRune = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var consumed) == OperationStatus.Done;
            yield return isRune ? rune : null;
            i += consumed;
        }
    }
}
