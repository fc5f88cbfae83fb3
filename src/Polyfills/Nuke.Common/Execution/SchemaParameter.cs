using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>A member that takes its value from the command line, as the schema needs to know it.</summary>
internal sealed record SchemaParameter(string Name, Type Type, string Description)
{
    private const BindingFlags DeclaredMembers = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.Public | BindingFlags.NonPublic;

    public bool IsSecret { get; init; }

    /// <summary>The values that may be given, or null where any value of the type may.</summary>
    public IReadOnlyList<string> AllowedValues { get; init; }

    /// <summary>Whether every build has it, because <see cref="NukeBuild"/> declares it.</summary>
    public bool IsInherited { get; init; }

    /// <summary>The parameters of the build's class, its base classes and its components, by name.</summary>
    public static IReadOnlyList<SchemaParameter> Of(INukeBuild build) =>
        [.. Types(build.GetType())
            .SelectMany(x => x.GetMembers(DeclaredMembers))
            .Where(x => x is FieldInfo or PropertyInfo)
            .Select(x => (Member: x, Attribute: x.GetCustomAttribute<ParameterAttribute>()))
            .Where(x => x.Attribute is not null)
            .Select(x => Of(build, x.Member, x.Attribute))
            .DistinctBy(x => x.Name, StringComparer.OrdinalIgnoreCase)
            .OrderBy(x => x.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The names of the build's targets, by name.</summary>
    public static IReadOnlyList<string> Targets(INukeBuild build) =>
        [.. Types(build.GetType())
            .SelectMany(x => x.GetProperties(DeclaredMembers))
            .Where(x => x.PropertyType == typeof(Target))
            .Select(x => SimpleName(x.Name))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase)];

    private static IEnumerable<Type> Types(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
            yield return current;
        foreach (var component in type.GetInterfaces())
            yield return component;
    }

    private static SchemaParameter Of(INukeBuild build, MemberInfo member, ParameterAttribute attribute)
    {
        var prefix = member.DeclaringType.GetCustomAttribute<ParameterPrefixAttribute>()?.Prefix;
        var type = member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;
        var name = prefix + (attribute.Name ?? SimpleName(member.Name));
        return new SchemaParameter(name, type, attribute.Description?.TrimEnd('.'))
        {
            IsSecret = member.IsDefined(typeof(SecretAttribute)),
            AllowedValues = SchemaAllowedValues.Of(build, member, type, attribute),
            IsInherited = member.DeclaringType == typeof(NukeBuild),
        };
    }

    /// <summary>The name without the interface that an explicit implementation puts in front of it.</summary>
    private static string SimpleName(string name) => name[(name.LastIndexOf('.') + 1)..];
}
