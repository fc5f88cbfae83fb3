using System.Reflection;
using Nuke.Common;

namespace Pipeline.Targets.CommandLine;

/// <summary>
/// What a build class can be told: its targets and parameters, its own, inherited ones, and those of its components.
/// </summary>
internal sealed class BuildSurface
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private BuildSurface(IReadOnlyList<BuildParameter> parameters, IReadOnlyList<string> targets) =>
        (Parameters, Targets) = (parameters, targets);

    public IReadOnlyList<BuildParameter> Parameters { get; }

    /// <summary>In alphabetical order.</summary>
    public IReadOnlyList<string> Targets { get; }

    public static BuildSurface Of(Type build)
    {
        var types = new List<Type>();
        for (var type = build; type is not null && type != typeof(object); type = type.BaseType)
            types.Add(type);
        var members = types.Concat(build.GetInterfaces()).SelectMany(x => x.GetMembers(Declared)).ToList();
        var parameters = members
            .Where(x => x is FieldInfo or PropertyInfo)
            .Select(x => (Member: x, Attribute: x.GetCustomAttribute<ParameterAttribute>()))
            .Where(x => x.Attribute is not null)
            .Select(x => BuildParameter.Of(x.Member, x.Attribute!))
            .DistinctBy(x => Names.Plain(x.Name));
        var targets = members.OfType<PropertyInfo>().Where(x => x.PropertyType == typeof(Target))
            .Select(x => Names.WithoutInterface(x.Name)).Distinct().Order(StringComparer.Ordinal);
        return new BuildSurface([.. parameters], [.. targets]);
    }

    public BuildParameter? Parameter(string name) => Parameters.FirstOrDefault(x => Names.Plain(x.Name) == Names.Plain(name));

    public bool IsTarget(string name) => Targets.Any(x => Names.Plain(x) == Names.Plain(name));
}
