namespace Pipeline.Targets.CommandLine;

/// <summary>
/// Environment variables from which a parameter is taken besides <c>NUKE_</c> and its name; the first that is set and not empty.
/// </summary>
/// <param name="names">As they are set, such as GITHUB_TOKEN.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class VariablesAttribute(params string[] names) : Attribute
{
    public IReadOnlyList<string> Names { get; } = [.. names];
}
