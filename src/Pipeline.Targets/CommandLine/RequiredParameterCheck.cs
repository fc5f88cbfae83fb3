using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common;
using Nuke.Common.Execution;
using Pipeline.Core.Problems;

namespace Pipeline.Targets.CommandLine;

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
