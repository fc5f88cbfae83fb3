using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.CI;
using Nuke.Common.Execution;
using Nuke.Common;
using Pipeline.Core.Problems;

namespace Pipeline.Targets.CommandLine;

/// <summary>
/// Holds every argument against what the build knows, before the engine sees any of them. The engine ignores a parameter that
/// it does not know, takes the default for a value that it cannot convert, and lets a switch swallow the target behind it.
/// </summary>
internal sealed class CommandLineCheck(BuildSurface surface)
{
    public IReadOnlyList<Problem> Check(IReadOnlyList<string> arguments)
    {
        var positional = arguments.TakeWhile(x => !IsSwitch(x)).ToList();
        var problems = positional.SelectMany(CheckTargets).ToList();
        var switches = Switches(arguments.Skip(positional.Count)).ToList();
        var namesTargets = positional.Count > 0 || switches.Any(x => Names.Plain(x.Name) == "target" && x.Values.Count > 0);
        problems.AddRange(switches.Where((_, i) => !IsFollowedByNumber(switches, i))
            .SelectMany(x => CheckSwitch(x.Name, x.Values, namesTargets)));
        return problems;
    }

    /// <summary>Whether a value fits; the sentence begins with where the value was found.</summary>
    public static Problem? CheckValues(BuildParameter parameter, IReadOnlyList<string> values, string where)
    {
        var elements = parameter.Elements(values);
        if (!parameter.IsList && elements.Count == 0 && !parameter.IsFlag)
            return new Problem($"{where} has no value; {parameter.Accepted} is accepted.");
        if (!parameter.IsList && elements.Count > 1)
            return new Problem(
                $"{where} takes one value, found {elements.Count}: {Quoted(elements)}.",
                "Targets come before all parameters; quote a value with spaces.");
        var misfit = elements.FirstOrDefault(x => !parameter.Accepts(x));
        if (misfit is null)
            return null;
        var near = parameter.Allowed is { } allowed ? NearestNames.Of(misfit, allowed) : [];
        return new Problem(
            $"{where} has the value '{(parameter.IsSecret ? "***" : misfit)}'; {parameter.Accepted} is accepted.",
            near.Count > 0 ? NearestNames.Hint(misfit, parameter.Allowed!.ToList()) : null);
    }

    private static IEnumerable<(string Name, IReadOnlyList<string> Values)> Switches(IEnumerable<string> arguments)
    {
        var rest = arguments.ToList();
        for (var i = 0; i < rest.Count;)
        {
            IReadOnlyList<string> values = [.. rest.Skip(i + 1).TakeWhile(x => !IsSwitch(x))];
            yield return (rest[i], values);
            i += values.Count + 1;
        }
    }

    private static bool IsSwitch(string argument) => argument.StartsWith('-');

    private static bool IsNumber(string name) => name is ['-', >= '0' and <= '9', ..];

    /// <summary>
    /// The number's own problem says what there is to say about a parameter whose value was taken for another one.
    /// </summary>
    private static bool IsFollowedByNumber(List<(string Name, IReadOnlyList<string> Values)> switches, int index) =>
        switches[index].Values.Count == 0 && index + 1 < switches.Count && IsNumber(switches[index + 1].Name);

    private IEnumerable<Problem> CheckTargets(string argument) => argument
        .Split('+', StringSplitOptions.RemoveEmptyEntries)
        .Where(x => !surface.IsTarget(x))
        .Select(UnknownTarget);

    private IEnumerable<Problem> CheckSwitch(string name, IReadOnlyList<string> values, bool namesTargets)
    {
        if (Names.Plain(name) == Names.Plain(BuildServerConfigurationGeneration.ConfigurationParameterName))
            return [];
        if (surface.Parameter(name) is not { } parameter)
            return [UnknownParameter(name)];
        if (!namesTargets && Swallowed(parameter, values) is { } target)
            return [new Problem(
                $"'{name}' is followed by '{string.Join(' ', values)}', so that '{target}' is its value and no target.",
                $"Targets come first: './build.sh {target} {string.Join(' ', values.Where(x => x != target).Prepend(name))}'.")];
        if (parameter.NamesTargets)
            return parameter.Elements(values).SelectMany(CheckTargets);
        return CheckValues(parameter, values, $"'{name}'") is { } problem ? [problem] : [];
    }

    /// <summary>The value that is also the name of a target, where no other target was asked for.</summary>
    private string? Swallowed(BuildParameter parameter, IReadOnlyList<string> values) =>
        parameter.NamesTargets
            ? null
            : values.FirstOrDefault(x => surface.Targets.Contains(x, StringComparer.Ordinal));

    private Problem UnknownTarget(string name)
    {
        var list = $"Targets: {string.Join(", ", surface.Targets)}.";
        var isNear = NearestNames.Of(name, surface.Targets).Count > 0;
        return new Problem(
            $"There is no target '{name}'.",
            isNear ? $"{NearestNames.Hint(name, surface.Targets.ToList())} {list}" : list);
    }

    private Problem UnknownParameter(string name)
    {
        var written = name.TrimStart('-');
        if (written.IndexOf('=') is > 0 and var equals && surface.Parameter(written[..equals]) is { } meant)
            return new Problem($"'{name}' is not understood.", $"Write '{meant.Switch} {written[(equals + 1)..]}'.");
        if (IsNumber(name))
            return new Problem(
                $"'{name}' is read as a parameter, because it begins with a dash.",
                "Pass a negative number through the environment or .nuke/parameters.json.");
        var known = surface.Parameters.Select(x => x.Switch[2..]).Order(StringComparer.Ordinal).ToList();
        var near = NearestNames.Of(Names.Kebab(written), known);
        return new Problem(
            $"There is no parameter '{name}'.",
            near.Count > 0 ? $"Did you mean {string.Join(" or ", near.Select(x => $"'--{x}'"))}? './build.sh --help' lists all."
                : $"Parameters: {string.Join(", ", known.Select(x => "--" + x))}.");
    }

    private static string Quoted(IEnumerable<string> values) => string.Join(", ", values.Select(x => $"'{x}'"));
}

/// <summary>
/// Finds required parameters without a value where nobody can be asked. At a terminal the engine asks; without one it would crash
/// on the closed input.
/// </summary>
internal static class RequiredParameterCheck
{
    public static IReadOnlyList<Problem> Check(NukeBuild build)
    {
        if (!NukeBuild.IsServerBuild && !Console.IsInputRedirected)
            return [];
        var ofTargets = build.ExecutionPlan
            .Where(x => x.Status is ExecutionStatus.None or ExecutionStatus.Scheduled && x.StaticConditions.All(y => y.Item2()))
            .SelectMany(x => x.DelegateRequirements.Select(y => (Asker: $"target '{x.Name}'", Member: MemberOf(y))));
        var ofBuild = BuildMembers(build.GetType()).Where(x => x.IsDefined(typeof(RequiredAttribute)))
            .Select(x => (Asker: "every target", Member: (MemberInfo?)x));
        return [.. ofTargets.Concat(ofBuild)
            .Where(x => x.Member is not null && ValueOf(x.Member, build) is null)
            .Select(x => Missing(x.Asker, x.Member!))
            .Distinct()];
    }

    private static Problem Missing(string asker, MemberInfo member)
    {
        var parameter = BuildParameter.Of(member, member.GetCustomAttribute<ParameterAttribute>()!);
        var description = parameter.Description is { Length: > 0 } text ? $" ({text.TrimEnd('.')})" : "";
        return new Problem(
            $"The parameter '{parameter.Switch}'{description} is required by {asker} and has no value; " +
            $"{parameter.Accepted} is accepted.",
            $"Pass '{parameter.Switch} <value>', set {Names.Variable(parameter.Name)}, " +
            $"or write '{parameter.Name}' into .nuke/parameters.json.");
    }

    /// <summary>The parameter that a requirement names; null for a condition of another kind.</summary>
    private static MemberInfo? MemberOf(LambdaExpression requirement)
    {
        var body = requirement.Body;
        if (body is UnaryExpression { NodeType: ExpressionType.Convert } convert)
            body = convert.Operand;
        return requirement.ReturnType != typeof(bool) && body is MemberExpression { Member: var member } &&
            member.IsDefined(typeof(ParameterAttribute)) ? member : null;
    }

    private static object? ValueOf(MemberInfo member, NukeBuild build) => member switch
    {
        FieldInfo field => field.GetValue(field.IsStatic ? null : build),
        PropertyInfo property => property.GetValue(property.GetMethod!.IsStatic ? null : build),
        _ => null,
    };

    private static IEnumerable<MemberInfo> BuildMembers(Type build)
    {
        const BindingFlags Declared =
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var types = new List<Type>();
        for (var type = build; type is not null && type != typeof(object); type = type.BaseType)
            types.Add(type);
        return types.Concat(build.GetInterfaces()).SelectMany(x => x.GetMembers(Declared))
            .Where(x => x is FieldInfo or PropertyInfo && x.IsDefined(typeof(ParameterAttribute)));
    }
}
