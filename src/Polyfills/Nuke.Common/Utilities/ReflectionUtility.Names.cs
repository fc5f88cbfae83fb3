using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace Nuke.Common.Utilities;

public static partial class ReflectionUtility
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>The type as C# writes it, without namespaces: <c>int?</c>, <c>List&lt;string&gt;</c>.</summary>
    public static string GetDisplayShortName(this Type type) => Display(type, x => x.Name);

    /// <summary>The type as C# writes it, with namespaces.</summary>
    public static string GetDisplayName(this Type type) => Display(type, x => x.FullName ?? x.Name);

    public static string GetDisplayShortName(this MemberInfo member) =>
        member.DeclaringType == null ? member.Name : $"{member.DeclaringType.GetDisplayShortName()}.{member.Name}";

    public static string GetDisplayName(this MemberInfo member) =>
        member.DeclaringType == null ? member.Name : $"{member.DeclaringType.GetDisplayName()}.{member.Name}";

    private static string Display(Type type, Func<Type, string> name)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Display(underlying, name) + "?";
        if (type.IsArray)
            return Display(type.GetElementType(), name) + "[]";
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        var text = name(type.IsGenericType ? type.GetGenericTypeDefinition() : type).Split('`')[0].Replace('+', '.');
        return type.IsGenericType ? $"{text}<{type.GetGenericArguments().Select(x => Display(x, name)).JoinCommaSpace()}>" : text;
    }
}
