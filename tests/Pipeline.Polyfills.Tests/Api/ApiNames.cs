using System.Reflection;

namespace Pipeline.Polyfills.Api;

/// <summary>The names of types as listings write them: C#'s keywords, full names, dots between nested types.</summary>
internal static class ApiNames
{
    private static readonly Dictionary<string, string> Keywords = new()
    {
        ["System.Void"] = "void",
        ["System.Object"] = "object",
        ["System.String"] = "string",
        ["System.Boolean"] = "bool",
        ["System.Byte"] = "byte",
        ["System.SByte"] = "sbyte",
        ["System.Char"] = "char",
        ["System.Decimal"] = "decimal",
        ["System.Int16"] = "short",
        ["System.UInt16"] = "ushort",
        ["System.Int32"] = "int",
        ["System.UInt32"] = "uint",
        ["System.Int64"] = "long",
        ["System.UInt64"] = "ulong",
        ["System.IntPtr"] = "nint",
        ["System.UIntPtr"] = "nuint",
        ["System.Single"] = "float",
        ["System.Double"] = "double",
    };

    public static string Of(Type type)
    {
        if (type.IsGenericParameter)
            return type.Name;
        if (type.IsArray)
            return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsPointer)
            return Of(type.GetElementType()!) + "*";
        if (type.IsFunctionPointer)
            return "delegate*";
        if (type.IsByRef)
            return "ref " + Of(type.GetElementType()!);

        if (type.IsConstructedGenericType)
            return OfConstructed(type);

        return Keywords.GetValueOrDefault(type.FullName!) ?? Qualified(type, Of);
    }

    /// <summary>The name with its own type parameters and, of an interface or delegate, their variance.</summary>
    public static string OfDefinition(Type type) => Qualified(type, x => Variance(type, x) + x.Name);

    public static bool IsDelegate(Type type) => type.BaseType?.FullName == "System.MulticastDelegate";

    /// <summary>The type parameters that a nested type adds to those of the type around it.</summary>
    public static IEnumerable<Type> OwnParameters(Type type) =>
        type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0);

    private static string OfConstructed(Type type)
    {
        var arguments = type.GetGenericArguments();
        var definition = type.GetGenericTypeDefinition().FullName!;
        if (definition == "System.Nullable`1")
            return Of(arguments[0]) + "?";

        var isTuple = definition.StartsWith("System.ValueTuple`", StringComparison.Ordinal) && arguments.Length is >= 2 and <= 7;
        return isTuple ? $"({string.Join(", ", arguments.Select(Of))})" : Qualified(type, Of);
    }

    private static string Qualified(Type type, Func<Type, string> nameOfArgument)
    {
        var arguments = type.GetGenericArguments();
        var name = string.IsNullOrEmpty(type.Namespace) ? string.Empty : type.Namespace + ".";
        var used = 0;
        foreach (var part in Chain(type))
        {
            var own = arguments[used..part.GetGenericArguments().Length];
            var parameters = own.Length == 0 ? string.Empty : $"<{string.Join(", ", own.Select(nameOfArgument))}>";
            name += (part.DeclaringType is null ? string.Empty : ".") + part.Name.Split('`')[0] + parameters;
            used += own.Length;
        }

        return name;
    }

    private static IEnumerable<Type> Chain(Type type) => type.DeclaringType is { } outer ? Chain(outer).Append(type) : [type];

    private static string Variance(Type type, Type parameter)
    {
        if (!parameter.IsGenericParameter || (!type.IsInterface && !IsDelegate(type)))
            return string.Empty;

        return (parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
        {
            GenericParameterAttributes.Covariant => "out ",
            GenericParameterAttributes.Contravariant => "in ",
            _ => string.Empty,
        };
    }
}
