using Pipeline.Core.Problems;

namespace Pipeline.Core.Checks;

/// <summary>
/// A team's own expectation on rows of a dataset. The class is public and has a constructor without parameters.
/// </summary>
public interface ICustomExpectation
{
    /// <summary>As a manifest's <c>custom:</c> names it, in kebab-case: "iban-checksum".</summary>
    string Name { get; }

    /// <summary>The keys that a manifest's <c>with:</c> may have; none by default.</summary>
    IReadOnlyCollection<string> Options => [];

    /// <summary>A test that one thread uses; it is asked for once for each thread.</summary>
    /// <exception cref="ArgumentException">An option is not accepted; its message becomes a problem of the manifest.</exception>
    IRowTest Create(IReadOnlyDictionary<string, string> options);
}

/// <summary>Says of one row after the other whether it is as expected.</summary>
public interface IRowTest
{
    /// <param name="values">Of the columns that the manifest names, in its order; valid until this call returns.</param>
    bool Holds(RowValues values);
}

/// <summary>Some values of one row as text, in one buffer: looking at them allocates nothing.</summary>
public readonly ref struct RowValues
{
    private readonly ReadOnlySpan<char> _text;
    private readonly ReadOnlySpan<int> _ends;

    /// <param name="text">The values, one after the other.</param>
    /// <param name="ends">Where each of them ends in the text; the complement of that for one that is missing.</param>
    public RowValues(ReadOnlySpan<char> text, ReadOnlySpan<int> ends)
    {
        _text = text;
        _ends = ends;
    }

    public int Count => _ends.Length;

    /// <summary>Empty where it is missing, which an empty text is not.</summary>
    public ReadOnlySpan<char> this[int index] => _text[(index == 0 ? 0 : End(index - 1))..End(index)];

    /// <summary>For tests of a team's own expectations; null is a missing value.</summary>
    public static RowValues Of(params ReadOnlySpan<string?> values)
    {
        var (text, ends) = ("", new int[values.Length]);
        for (var i = 0; i < values.Length; i++)
        {
            text += values[i];
            ends[i] = values[i] is null ? ~text.Length : text.Length;
        }

        return new RowValues(text, ends);
    }

    public bool IsMissing(int index) => _ends[index] < 0;

    private int End(int index) => _ends[index] < 0 ? ~_ends[index] : _ends[index];
}

/// <summary>The expectations of a team's own that a build knows.</summary>
public sealed class ExpectationCatalog
{
    private readonly SortedDictionary<string, ICustomExpectation> _byName = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public ExpectationCatalog(params IEnumerable<ICustomExpectation> expectations)
    {
        ArgumentNullException.ThrowIfNull(expectations);
        foreach (var expectation in expectations)
        {
            if (!_byName.TryAdd(expectation.Name, expectation))
                throw new ArgumentException($"Two expectations have the name '{expectation.Name}'.", nameof(expectations));
        }
    }

    public static ExpectationCatalog Empty { get; } = new();

    /// <summary>In ordinal order.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>The expectation of a name; an unknown name is a problem that says which one is near.</summary>
    public Validated<ICustomExpectation> Find(string name, SourceLocation location)
    {
        ArgumentNullException.ThrowIfNull(location);
        if (_byName.TryGetValue(name, out var expectation))
            return Validated.Valid(expectation);
        var hint = Names.Count > 0
            ? NearestNames.Hint(name, Names)
            : "The manifest's 'extensions' names the folder of a class library that has one.";
        return Validated.Invalid<ICustomExpectation>(location.Problem($"There is no custom expectation '{name}'.", hint));
    }
}
