using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.Linq;

namespace Nuke.Common.ValueInjection;

/// <summary>
/// Text to the types that parameters have: bool, numbers, text, enums, types with a converter, and arrays of them.
/// </summary>
internal static class ValueConverter
{
    /// <exception cref="FormatException">A value does not fit, or there are several where one is wanted.</exception>
    public static object Convert(IReadOnlyList<string> values, Type type, string separator)
    {
        if (type == typeof(string) || !type.IsArray && !IsReadOnlyCollection(type))
            return ConvertScalar(values, type);
        var element = type.GetElementType() ?? type.GetGenericArguments()[0];
        var parts = values.Count == 1 && !string.IsNullOrEmpty(separator)
            ? values[0].Split(separator, StringSplitOptions.RemoveEmptyEntries)
            : values;
        var array = Array.CreateInstance(element, parts.Count);
        for (var i = 0; i < parts.Count; i++)
            array.SetValue(ConvertSingle(parts[i], element), i);
        return array;
    }

    /// <summary>The name of a type as C# writes it.</summary>
    public static string DisplayName(Type type) =>
        Nullable.GetUnderlyingType(type) is { } underlying ? DisplayName(underlying) + "?"
        : type == typeof(bool) ? "bool"
        : type == typeof(int) ? "int"
        : type == typeof(long) ? "long"
        : type == typeof(double) ? "double"
        : type == typeof(string) ? "string"
        : type.Name;

    private static bool IsReadOnlyCollection(Type type) =>
        type.IsGenericType && type.IsAssignableFrom(type.GetGenericArguments()[0].MakeArrayType());

    private static object ConvertScalar(IReadOnlyList<string> values, Type type) =>
        values.Count == 0 && (type == typeof(bool) || type == typeof(bool?)) ? true
        : values.Count == 1 ? ConvertSingle(values[0], type)
        : throw new FormatException($"Values '{string.Join(", ", values)}' could not be converted to '{Wanted(type)}'");

    private static object ConvertSingle(string value, Type type)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        try
        {
            return target == typeof(string) ? value
                : target.IsEnum ? ParseEnum(value, target)
                : TypeDescriptor.GetConverter(target).ConvertFrom(null, CultureInfo.InvariantCulture, value);
        }
        catch (Exception exception) when (
            exception is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw new FormatException($"Value '{value}' could not be converted to '{Wanted(type)}'", exception);
        }
    }

    private static object ParseEnum(string value, Type type) =>
        Enum.GetNames(type).FirstOrDefault(x => x.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse(type, name)
            : throw new FormatException();

    private static string Wanted(Type type)
    {
        var isPlainValue = type.IsValueType && Nullable.GetUnderlyingType(type) is null;
        return DisplayName(type) + (isPlainValue ? "?" : "");
    }
}
