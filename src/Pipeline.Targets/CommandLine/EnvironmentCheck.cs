using Pipeline.Core.Problems;

namespace Pipeline.Targets.CommandLine;

/// <summary>
/// Holds environment variables that the engine will take for parameters against their types. Of the engine's own parameters
/// only those named with the prefix NUKE are looked at: HOST or ROOT mean other things on many machines.
/// </summary>
internal sealed class EnvironmentCheck(BuildSurface surface)
{
    public IReadOnlyList<Problem> Check(IReadOnlyDictionary<string, string> environment) =>
        [.. Matches(environment)
            .Where(x => x.Value.Length > 0)
            .Select(x => CommandLineCheck.CheckValues(
                x.Parameter, Values(x.Parameter, x.Value), $"The environment variable {x.Name}"))
            .OfType<Problem>()];

    /// <summary>
    /// Variables that name a parameter and are empty. A workflow passes an input that nobody filled in as an empty variable,
    /// which means "not given" and must not hide the default.
    /// </summary>
    public IReadOnlyList<string> Empty(IReadOnlyDictionary<string, string> environment) =>
        [.. Matches(environment).Where(x => x.Value.Length == 0).Select(x => x.Name)];

    /// <summary>The values of secrets that the environment holds.</summary>
    public IEnumerable<string> Secrets(IReadOnlyDictionary<string, string> environment) =>
        Matches(environment).Where(x => x.Parameter.IsSecret).Select(x => x.Value);

    private IEnumerable<(BuildParameter Parameter, string Name, string Value)> Matches(
        IReadOnlyDictionary<string, string> environment) =>
        from variable in environment.OrderBy(x => x.Key, StringComparer.Ordinal)
        let name = Names.Alphanumeric(variable.Key)
        from parameter in surface.Parameters
        let wanted = Names.Alphanumeric(parameter.Name)
        where name == "nuke" + wanted || name == wanted && !parameter.IsOfEngine
        select (parameter, variable.Key, variable.Value);

    private static string[] Values(BuildParameter parameter, string value) => parameter.IsList
        ? value.Split(parameter.Separator ?? " ", StringSplitOptions.RemoveEmptyEntries)
        : [value];
}
