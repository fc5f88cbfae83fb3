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
