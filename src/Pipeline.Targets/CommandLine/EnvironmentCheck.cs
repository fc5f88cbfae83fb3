using Pipeline.Core.Problems;

namespace Pipeline.Targets.CommandLine;

/// <summary>
/// Says which environment variables are parameters: those named NUKE_ and the parameter, and those that a parameter declares.
/// The engine would also take a variable with the bare name, and TARGET, SKIP, HOST or ENVIRONMENT mean other things on many
/// machines.
/// </summary>
internal sealed class EnvironmentCheck(BuildSurface surface)
{
    private const string Prefix = "nuke";

    public IReadOnlyList<Problem> Check(IReadOnlyDictionary<string, string> environment) =>
        [.. Matches(environment)
            .Where(x => x.IsTaken && x.Value.Length > 0)
            .SelectMany(x => Check(x.Parameter, x.Value, $"The environment variable {x.Name}"))];

    /// <summary>
    /// Variables that are a parameter's and are empty. A workflow passes an input that nobody filled in as an empty variable,
    /// which means "not given" and must not hide the default.
    /// </summary>
    public IReadOnlyList<string> Empty(IReadOnlyDictionary<string, string> environment) =>
        [.. Matches(environment).Where(x => x.IsTaken && x.Value.Length == 0).Select(x => x.Name)];

    /// <summary>Variables that the engine would take for a parameter, and that are none.</summary>
    public IReadOnlyList<string> Foreign(IReadOnlyDictionary<string, string> environment) =>
        [.. Matches(environment).Where(x => !x.IsTaken).Select(x => x.Name).Distinct()];

    /// <summary>
    /// Declared variables whose name the engine does not connect with their parameter, as the variable that it does: "NUKE_..."
    /// and the value. What is set under that name already is not given again.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Declared(IReadOnlyDictionary<string, string> environment) =>
        [.. from parameter in surface.Parameters
            let ours = Prefix + Names.Alphanumeric(parameter.Name)
            where !environment.Any(x => x.Value.Length > 0 && Names.Alphanumeric(x.Key) == ours)
            from name in parameter.Variables.Where(x => environment.GetValueOrDefault(x) is { Length: > 0 }).Take(1)
            where Names.Alphanumeric(name) != Names.Alphanumeric(parameter.Name)
            select KeyValuePair.Create(Names.Variable(parameter.Name), environment[name])];

    /// <summary>What a person should hear who may have meant a parameter of the team's by a variable that is none.</summary>
    public IReadOnlyList<string> Notes(IReadOnlyDictionary<string, string> environment) =>
        [.. Matches(environment)
            .Where(x => !x.IsTaken && !x.Parameter.IsOfEngine && x.Value.Length > 0)
            .Select(x => $"The environment variable {x.Name} is not taken for '{x.Parameter.Switch}'; " +
                $"{Names.Variable(x.Parameter.Name)} would be.")];

    /// <summary>The values of secrets that the environment holds, under whichever of their names.</summary>
    public IEnumerable<string> Secrets(IReadOnlyDictionary<string, string> environment) =>
        Matches(environment).Where(x => x.Parameter.IsSecret).Select(x => x.Value);

    private IEnumerable<Problem> Check(BuildParameter parameter, string value, string where)
    {
        var values = Values(parameter, value);
        if (parameter.NamesTargets)
            return values.Where(x => !surface.IsTarget(x)).Select(x => new Problem(
                $"{where} names the target '{x}', which there is not.", NearestNames.Hint(x, surface.Targets.ToList())));
        return CommandLineCheck.CheckValues(parameter, values, where) is { } problem ? [problem] : [];
    }

    private IEnumerable<(BuildParameter Parameter, string Name, string Value, bool IsTaken)> Matches(
        IReadOnlyDictionary<string, string> environment) =>
        from variable in environment.OrderBy(x => x.Key, StringComparer.Ordinal)
        let name = Names.Alphanumeric(variable.Key)
        from parameter in surface.Parameters
        let bare = Names.Alphanumeric(parameter.Name)
        let isTaken = name == Prefix + bare || parameter.Variables.Contains(variable.Key, StringComparer.Ordinal)
        where isTaken || name == bare
        select (parameter, variable.Key, variable.Value, isTaken);

    private static string[] Values(BuildParameter parameter, string value) => parameter.IsList
        ? value.Split(parameter.Separator ?? " ", StringSplitOptions.RemoveEmptyEntries)
        : [value];
}
