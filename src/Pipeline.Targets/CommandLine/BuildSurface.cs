using System.Reflection;
using System.Text;
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

/// <summary>Names of members and how users write them.</summary>
internal static class Names
{
    /// <summary>"RegistryToken" as "registry-token"; a run of capitals is one word.</summary>
    public static string Kebab(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(name[i]) &&
                (!char.IsUpper(name[i - 1]) || i + 1 < name.Length && char.IsLower(name[i + 1]));
            if (startsWord && name[i - 1] != '-')
                text.Append('-');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    /// <summary>The environment variable of a parameter: "RegistryToken" as "NUKE_REGISTRY_TOKEN".</summary>
    public static string Variable(string name) => "NUKE_" + Kebab(name).Replace('-', '_').ToUpperInvariant();

    /// <summary>The form in which the engine compares names: neither dashes nor case count.</summary>
    public static string Plain(string name) => name.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>The form in which the engine compares environment variables: letters and digits alone count.</summary>
    public static string Alphanumeric(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    /// <summary>The name of a member that implements one of an interface explicitly, without that interface.</summary>
    public static string WithoutInterface(string member) => member[(member.LastIndexOf('.') + 1)..];
}

/// <summary>How a build is called, before the engine lists its targets and parameters.</summary>
internal static class Usage
{
    public static bool IsAskedFor(IReadOnlyList<string> arguments) =>
        arguments.Any(x => x.StartsWith('-') && Names.Plain(x) == "help");

    public static string Text(BuildSurface surface)
    {
        var target = surface.Targets.Contains("Release") ? "Release" : surface.Targets[0];
        return $"""
            Usage: ./build.sh [targets] [--parameter value]...

              ./build.sh {target,-20} runs a target and what it depends on
              ./build.sh {target + " --plan",-20} shows what would run, and runs nothing
              ./build.sh {target + " --skip",-20} runs the target alone

            Parameters may also come from the environment (NUKE_ and the name, as
            NUKE_MODEL) or from .nuke/parameters.json, in this order of precedence.

            """;
    }
}
