using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Nuke.Common.Tooling;

namespace Nuke.Common.Execution;

/// <summary>The values that a parameter may take when it says so, by a member of the build or by its type.</summary>
internal static class SchemaAllowedValues
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy
        | BindingFlags.Public | BindingFlags.NonPublic;

    public static IReadOnlyList<string> Of(INukeBuild build, MemberInfo parameter, Type type, ParameterAttribute attribute)
    {
        if (attribute.ValueProviderMember is { } provider)
        {
            var values = Provided(build, parameter, attribute.ValueProviderType ?? build.GetType(), provider);
            return [.. values.Cast<object>().Select(x => x.ToString())];
        }

        var element = type.IsArray ? type.GetElementType() : type;
        return element.IsAssignableTo(typeof(Enumeration))
            ? [.. element.GetFields(BindingFlags.Static | BindingFlags.Public).Where(x => x.FieldType == element)
                .Select(x => x.GetValue(null).ToString())]
            : null;
    }

    private static IEnumerable Provided(INukeBuild build, MemberInfo parameter, Type providerType, string provider)
    {
        var values = providerType.GetMember(provider, Members).FirstOrDefault() switch
        {
            FieldInfo field => field.GetValue(build),
            PropertyInfo property => property.GetValue(build),
            MethodInfo method => method.Invoke(build, BindingFlags.DoNotWrapExceptions, null, null, null),
            _ => throw new InvalidOperationException(
                $"The parameter '{parameter.Name}' takes its values from '{provider}', which is no field, property or method "
                + $"of {providerType.Name}."),
        };
        return values as IEnumerable ?? throw new InvalidOperationException(
            $"The parameter '{parameter.Name}' takes its values from '{provider}', which gives no list of values.");
    }
}
