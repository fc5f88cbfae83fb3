namespace Pipeline.Serving.Configuration;

/// <summary>One option of the command line, and the variable behind it.</summary>
/// <param name="Name">In kebab-case: "most-rows".</param>
/// <param name="Accepted">What a value looks like: "a whole number above 0".</param>
/// <param name="Purpose">For the help.</param>
/// <param name="Apply">Gives the changed options, or null for a value that is not accepted.</param>
internal sealed record Setting(
    string Name, string Accepted, string Purpose, Func<ServingOptions, string, ServingOptions?> Apply)
{
    /// <summary>It comes from the environment alone, and no message shows it: everybody can read arguments.</summary>
    public bool IsSecret { get; init; }

    /// <summary>As the command line has it after dashes, or as the environment has it after its prefix.</summary>
    public string NameWith(string prefix) =>
        prefix + (prefix == ServingSettings.Dashes ? Name : Name.Replace('-', '_').ToUpperInvariant());
}
