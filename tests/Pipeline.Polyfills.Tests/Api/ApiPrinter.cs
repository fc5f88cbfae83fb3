using System.Reflection;

namespace Pipeline.Polyfills.Api;

/// <summary>
/// Prints what is public or protected in an assembly in the form of the listings, without attributes, and with <c>_</c> for
/// the value of every optional parameter.
/// </summary>
internal static class ApiPrinter
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.Public | BindingFlags.NonPublic;

    public static IEnumerable<string> Lines(Assembly assembly) => assembly.GetTypes().Where(IsVisible).SelectMany(Lines);

    public static IEnumerable<string> Lines(Type type) => Members(type).Prepend(TypeLine(type)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Members(Type type)
    {
        var name = ApiNames.OfDefinition(type);
        if (ApiNames.IsDelegate(type))
            return [];
        if (type.IsEnum)
            return type.GetFields().Where(x => x.IsStatic).Select(x => $"{name}.{x.Name} = {ApiLiterals.Number(x)} | value");

        return type.GetMembers(Declared).Where(x => x is not Type).Select(x => ApiMembers.Line(name, x)).OfType<string>();
    }

    private static bool IsVisible(Type type) => type.IsNested
        ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!)
        : type.IsPublic;

    private static string TypeLine(Type type)
    {
        var name = ApiNames.OfDefinition(type);
        var constraints = ApiSignatures.Constraints(ApiNames.OwnParameters(type));
        var access = type.IsNestedFamily ? " protected" : type.IsNestedFamORAssem ? " protected internal" : string.Empty;
        if (ApiNames.IsDelegate(type))
            return $"{name}{ApiSignatures.Of(type.GetMethod("Invoke")!)}{constraints} | delegate{access}";

        var bases = string.Join(", ", Bases(type));
        return $"{name}{(bases.Length == 0 ? string.Empty : " : ")}{bases}{constraints} | {KindOf(type)}{access}";
    }

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum)
            return new[] { ApiNames.Of(type.GetEnumUnderlyingType()) }.Where(x => x != "int");

        var interfaces = type.GetInterfaces().Where(IsVisible).Select(ApiNames.Of).Order(StringComparer.Ordinal);
        var isRoot = type.BaseType is null || type.BaseType.FullName is "System.Object" or "System.ValueType";
        return isRoot ? interfaces : interfaces.Prepend(ApiNames.Of(type.BaseType!));
    }

    private static string KindOf(Type type)
    {
        var isRecord = !type.IsInterface && type.GetMethod("<Clone>$", Declared) is not null;
        if (type.IsEnum)
            return "enum";
        if (type.IsInterface)
            return "interface";
        if (type.IsValueType)
            return "struct" + Marked(type, "IsReadOnlyAttribute", " readonly") + Marked(type, "IsByRefLikeAttribute", " ref");

        var flags = (type.IsAbstract, type.IsSealed) switch
        {
            (true, true) => " static",
            (true, false) => " abstract",
            (false, true) => " sealed",
            _ => string.Empty,
        };
        return (isRecord ? "record" : "class") + flags;
    }

    private static string Marked(Type type, string attribute, string word) =>
        ApiSignatures.HasMark(type.GetCustomAttributesData(), attribute) ? word : string.Empty;
}
