using System.Globalization;
using System.Text;
using System.Text.Json;
using Pipeline.Core.Documents;

namespace Pipeline.Governance.Runs;

/// <summary>What a fact of a run is, which is also how a filter asks for it: <c>params.trees</c>.</summary>
public enum RunFactKind
{
    /// <summary>What every run has, by its plain name: "trainer", "status", "started".</summary>
    Attribute,

    /// <summary>What the trainer was told: <c>params.learning-rate</c>.</summary>
    Parameter,

    /// <summary>How good the model is: <c>metrics.roc_auc</c>.</summary>
    Metric,

    /// <summary>What somebody wrote on it afterwards: <c>tags.stage</c>.</summary>
    Tag,
}

/// <summary>One thing that is known of a run.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">At most 100 characters.</param>
/// <param name="Text">
/// As people read it; of a number all of its digits. At most 200 characters; a cut one ends with "…".
/// </param>
public sealed record RunFact(RunFactKind Kind, string Name, string Text)
{
    /// <summary>The finite number that the text is; null where it is none.</summary>
    public double? Number =>
        double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;
}

/// <summary>
/// The facts that a run is found by, in the journal itself, so that the registry can be made anew without the documents. What
/// does not fit into an event stays in the run's document alone.
/// </summary>
public sealed class RunFacts : IEquatable<RunFacts>
{
    private const int MostInName = 100;
    private const int MostInText = 200;

    /// <summary>Of an event's 8 KiB; the rest is for who, when and what.</summary>
    private const int MostBytes = 6 * 1024;

    private static readonly char[] Letters = ['a', 'p', 'm', 't'];

    private readonly SortedDictionary<string, string> _byKey = new(StringComparer.Ordinal);

    private RunFacts()
    {
    }

    /// <summary>Those of a run of which nothing more is known.</summary>
    public static RunFacts None { get; } = new();

    /// <summary>How many facts found no room.</summary>
    public int LeftOut { get; private set; }

    /// <summary>By kind, then by name.</summary>
    public IEnumerable<RunFact> All => _byKey
        .Select(fact => new RunFact((RunFactKind)Array.IndexOf(Letters, fact.Key[0]), fact.Key[2..], fact.Value))
        .OrderBy(fact => fact.Kind)
        .ThenBy(fact => fact.Name, StringComparer.Ordinal);

    /// <summary>
    /// Takes facts in the order of their importance until there is no more room. A name twice counts once; a name that is too
    /// long or empty is left out, and characters that cannot be seen become "�".
    /// </summary>
    public static RunFacts Of(IEnumerable<RunFact> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var (kept, room) = (new RunFacts(), MostBytes);
        foreach (var fact in facts)
        {
            var (name, text) = (Visible(fact.Name), Cut(Visible(fact.Text)));
            var size = Size(name) + Size(text) + 8;
            if (name.Length is 0 or > MostInName || size > room)
                kept.LeftOut++;
            else if (kept._byKey.TryAdd($"{Letters[(int)fact.Kind]}.{name}", text))
                room -= size;
        }

        return kept;
    }

    public bool Equals(RunFacts? other) => other is not null && _byKey.SequenceEqual(other._byKey);

    public override bool Equals(object? obj) => Equals(obj as RunFacts);

    public override int GetHashCode() => _byKey.Aggregate(0, (hash, fact) => HashCode.Combine(hash, fact.Key, fact.Value));

    /// <summary>As facts of an event.</summary>
    internal IReadOnlyDictionary<string, string> ToEvent() => _byKey;

    /// <summary>Those among an event's facts; others are no business of a run.</summary>
    internal static RunFacts FromEvent(IReadOnlyDictionary<string, string>? facts)
    {
        var read = new RunFacts();
        foreach (var (key, text) in facts ?? new Dictionary<string, string>())
        {
            if (key.Length > 2 && key[1] == '.' && Array.IndexOf(Letters, key[0]) >= 0)
                read._byKey[key] = text;
        }

        return read;
    }

    /// <summary>Half of a surrogate pair is no character.</summary>
    private static string Cut(string text) =>
        text.Length <= MostInText ? text
        : char.IsHighSurrogate(text[MostInText - 2]) ? $"{text[..(MostInText - 2)]}…"
        : $"{text[..(MostInText - 1)]}…";

    private static int Size(string text) => JsonSerializer.SerializeToUtf8Bytes(text, DocumentJson.Options).Length;

    private static string Visible(string text)
    {
        var visible = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            visible.Append(Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? Rune.ReplacementChar : rune);
        }

        return visible.ToString();
    }
}
