using Pipeline.Core.Problems;

namespace Pipeline.Core.Checks;

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
