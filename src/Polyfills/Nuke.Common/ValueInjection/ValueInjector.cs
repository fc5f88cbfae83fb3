using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace Nuke.Common.ValueInjection;

/// <summary>Sets the members of a build that carry an injection attribute.</summary>
internal static class ValueInjector
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static void InjectParameters(NukeBuild build) => Inject(build, parameters: true);

    public static void InjectOthers(NukeBuild build) => Inject(build, parameters: false);

    public static ValueInjectionAttributeBase AttributeOf(MemberInfo member, INukeBuild build)
    {
        var attribute = member.GetCustomAttribute<ValueInjectionAttributeBase>();
        attribute?.Build = build;
        return attribute;
    }

    private static void Inject(NukeBuild build, bool parameters)
    {
        var members = Settable(build).Select(x => (Member: x, Attribute: AttributeOf(x, build)))
            .Where(x => x.Attribute is not null && IsPlainParameter(x.Attribute) == parameters)
            .OrderByDescending(x => x.Attribute.Priority);
        foreach (var (member, attribute) in members)
        {
            if (attribute.TryGetValue(member, build) is { } value)
                Set(member, build, value);
        }
    }

    /// <summary>Attributes derived from a parameter, such as the solution's, need other parameters to be set first.</summary>
    private static bool IsPlainParameter(ValueInjectionAttributeBase attribute) =>
        attribute.GetType() == typeof(ParameterAttribute);

    private static IEnumerable<MemberInfo> Settable(NukeBuild build)
    {
        for (var type = build.GetType(); type != typeof(object); type = type.BaseType)
        {
            foreach (var member in type.GetMembers(Declared))
            {
                if (member is FieldInfo || member is PropertyInfo property && IsSettable(property))
                    yield return member;
            }
        }
    }

    /// <summary>The engine's static properties are set before there is a build.</summary>
    private static bool IsSettable(PropertyInfo property) =>
        FieldOf(property) is not null && !(property.DeclaringType == typeof(NukeBuild) && property.GetMethod.IsStatic);

    private static FieldInfo FieldOf(PropertyInfo property) =>
        property.DeclaringType?.GetField($"<{property.Name}>k__BackingField", Declared);

    private static void Set(MemberInfo member, NukeBuild build, object value)
    {
        var field = member as FieldInfo ?? FieldOf((PropertyInfo)member);
        field.SetValue(field.IsStatic ? null : build, value);
    }
}
