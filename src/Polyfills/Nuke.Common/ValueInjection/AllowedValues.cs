using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Nuke.Common.Tooling;

namespace Nuke.Common.ValueInjection;

/// <summary>The closed set of values that a parameter accepts, where it has one.</summary>
internal static class AllowedValues
{
    private const BindingFlags Static =
        BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy;

    /// <summary>The values of an enum or <see cref="Enumeration"/>; null for any other type.</summary>
    public static IEnumerable<(string Text, object Object)> OfType(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
            return Enum.GetNames(type).Select(x => (x, Enum.Parse(type, x)));
        if (type.IsSubclassOf(typeof(Enumeration)))
            return type.GetFields(Static).Where(x => x.FieldType == type).Select(x => (x.Name, x.GetValue(null)));
        return null;
    }

    public static IEnumerable<(string Text, object Object)> FromProvider(Type type, string member, object instance)
    {
        const BindingFlags Any = Static | BindingFlags.Instance;
        var found = type.GetMember(member, Any).FirstOrDefault() ??
            throw new ArgumentException($"'{type.Name}' has no member '{member}' that lists the allowed values.");
        var value = found switch
        {
            FieldInfo field => field.GetValue(field.IsStatic ? null : instance),
            PropertyInfo property => property.GetValue(property.GetMethod.IsStatic ? null : instance),
            MethodInfo method => method.Invoke(method.IsStatic ? null : instance, null),
            _ => throw new ArgumentException($"'{type.Name}.{member}' is neither field, property nor method."),
        };
        return ((IEnumerable)value).Cast<object>().Select(x => (x.ToString(), x));
    }
}
