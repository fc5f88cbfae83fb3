using System.Globalization;
using System.Reflection;

namespace Pipeline.Polyfills.Api;

/// <summary>The values of constants as listings write them.</summary>
internal static class ApiLiterals
{
    private static readonly (string Character, string Escape)[] Escapes =
        [("\\", "\\\\"), ("\"", "\\\""), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"), ("\0", "\\0")];

    public static string Of(FieldInfo constant) =>
        constant.FieldType.IsEnum ? OfEnum(constant) : Of(constant.GetRawConstantValue());

    /// <summary>The number behind a member of an enum.</summary>
    public static string Number(FieldInfo member) =>
        Convert.ToString(member.GetRawConstantValue(), CultureInfo.InvariantCulture)!;

    private static string OfEnum(FieldInfo constant)
    {
        var members = constant.FieldType.GetFields(BindingFlags.Public | BindingFlags.Static);
        var member = Array.Find(members, x => Number(x) == Number(constant));
        var type = ApiNames.Of(constant.FieldType);
        return member is null ? $"({type}){Number(constant)}" : $"{type}.{member.Name}";
    }

    private static string Of(object? value) => value switch
    {
        null => "null",
        string text => $"\"{Escapes.Aggregate(text, (x, y) => x.Replace(y.Character, y.Escape, StringComparison.Ordinal))}\"",
        char character when character is < ' ' or > '~' => $"'\\u{(int)character:x4}'",
        char character => $"'{character}'",
        bool truth => truth ? "true" : "false",
        float number => number.ToString("R", CultureInfo.InvariantCulture) + "f",
        double number => number.ToString("R", CultureInfo.InvariantCulture) + "d",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
