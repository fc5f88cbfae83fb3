using System.Globalization;
using System.Reflection;
using Nuke.Common.Tooling;
using Nuke.Common;

namespace Pipeline.Targets.CommandLine;

/// <summary>A parameter of a build as its users see it.</summary>
internal sealed record BuildParameter
{
    /// <summary>The name in <c>.nuke/parameters.json</c>: the member's, with the prefix of its component.</summary>
    public required string Name { get; init; }

    public required Type Type { get; init; }

    public string? Description { get; init; }

    /// <summary>What separates the elements of an array inside one argument; null where each argument is an element.</summary>
    public string? Separator { get; init; }

    public bool IsSecret { get; init; }

    /// <summary>The engine's own parameters, such as <c>--verbosity</c>, are told apart from the team's.</summary>
    public bool IsOfEngine { get; init; }

    /// <summary>Environment variables that it is taken from, besides NUKE_ and its name.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>The values that are accepted; null where any value of the type is.</summary>
    public IReadOnlyList<string>? Allowed { get; init; }

    /// <summary>The name on the command line, with its two dashes.</summary>
    public string Switch => "--" + Names.Kebab(Name);

    public bool IsFlag => Scalar == typeof(bool) && !IsList;

    /// <summary>The engine's lists of targets.</summary>
    public bool NamesTargets => IsOfEngine && Names.Plain(Name) is "target" or "skip";

    public bool IsList =>
        Type != typeof(string) && (Type.IsArray || Type.GetInterfaces().Contains(typeof(System.Collections.IEnumerable)))
        && ElementType is not null;

    private Type? ElementType => Type.GetElementType() ?? Type.GetGenericArguments().FirstOrDefault();

    private Type Scalar => Nullable.GetUnderlyingType(Element) ?? Element;

    private Type Element => IsList ? ElementType! : Type;

    public static BuildParameter Of(MemberInfo member, ParameterAttribute attribute)
    {
        var type = (member as FieldInfo)?.FieldType ?? ((PropertyInfo)member).PropertyType;
        var prefix = member.DeclaringType!.GetCustomAttribute<ParameterPrefixAttribute>()?.Prefix;
        var parameter = new BuildParameter
        {
            Name = prefix + (attribute.Name ?? Names.WithoutInterface(member.Name)),
            Type = type,
            Description = attribute.Description,
            Separator = attribute.Separator,
            IsSecret = member.IsDefined(typeof(SecretAttribute)),
            IsOfEngine = member.DeclaringType == typeof(NukeBuild),
            Variables = member.GetCustomAttribute<VariablesAttribute>()?.Names ?? [],
        };
        return parameter with { Allowed = AllowedBy(member, attribute, parameter.Scalar) };
    }

    /// <summary>What to say about the kind of value: "a whole number", "one of Brief, Full".</summary>
    public string Accepted => Allowed is not null ? $"one of {string.Join(", ", Allowed)}"
        : Scalar == typeof(bool) ? "true or false"
        : IsWhole(Scalar) ? "a whole number"
        : Scalar == typeof(double) || Scalar == typeof(float) || Scalar == typeof(decimal) ? "a number"
        : Scalar == typeof(TimeSpan) ? "a duration such as 00:10:00"
        : Scalar == typeof(Host) ? "the name of a host such as Terminal or GitHubActions"
        : "a text";

    public IReadOnlyList<string> Elements(IReadOnlyList<string> values) =>
        IsList && Separator is { Length: > 0 } && values is [var single]
            ? single.Split(Separator, StringSplitOptions.RemoveEmptyEntries)
            : values;

    /// <summary>Whether the engine will be able to turn the text into the parameter's type.</summary>
    public bool Accepts(string value)
    {
        if (Allowed is not null)
            return Allowed.Contains(value, StringComparer.OrdinalIgnoreCase);
        if (Scalar == typeof(string))
            return true;
        try
        {
            var converter = System.ComponentModel.TypeDescriptor.GetConverter(Scalar);
            return !converter.CanConvertFrom(typeof(string)) ||
                converter.ConvertFrom(null, CultureInfo.InvariantCulture, value) is not null;
        }
        catch (Exception exception) when (
            exception is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }

    private static bool IsWhole(Type type) =>
        type == typeof(int) || type == typeof(long) || type == typeof(uint) || type == typeof(ulong) || type == typeof(short);

    private static IReadOnlyList<string>? AllowedBy(MemberInfo member, ParameterAttribute attribute, Type scalar)
    {
        const BindingFlags Static =
            BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy;
        var provider = attribute.ValueProviderType ?? member.DeclaringType!;
        if (attribute.ValueProviderMember is { } name)
        {
            var isKnownBeforeTheBuild = provider.GetMember(name, Static).Length > 0;
            return isKnownBeforeTheBuild ? [.. attribute.GetValueSet(member, null!).Select(x => x.Item1)] : null;
        }

        if (scalar.IsEnum)
            return Enum.GetNames(scalar);
        return scalar.IsSubclassOf(typeof(Enumeration))
            ? [.. scalar.GetFields(Static).Where(x => x.FieldType == scalar).Select(x => x.Name)]
            : null;
    }
}

/// <summary>
/// Environment variables from which a parameter is taken besides <c>NUKE_</c> and its name; the first that is set and not empty.
/// </summary>
/// <param name="names">As they are set, such as GITHUB_TOKEN.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class VariablesAttribute(params string[] names) : Attribute
{
    public IReadOnlyList<string> Names { get; } = [.. names];
}
