using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.Linq;

namespace Nuke.Common.Utilities;

public static partial class ReflectionUtility
{
    /// <exception cref="Exception">The text means no value of the type.</exception>
    public static T Convert<T>(string value) => (T)Convert(value, typeof(T));

    /// <summary>The value as another type, by that type's converter; independent of the culture.</summary>
    /// <exception cref="Exception">The value means nothing in the type.</exception>
    public static object Convert(object value, Type destinationType)
    {
        if (value == null || destinationType.IsInstanceOfType(value))
            return value ?? destinationType.GetDefaultValue();
        try
        {
            var converter = TypeDescriptor.GetConverter(destinationType);
            return converter.CanConvertFrom(value.GetType())
                ? converter.ConvertFrom(null, CultureInfo.InvariantCulture, value)
                : System.Convert.ChangeType(value, destinationType, CultureInfo.InvariantCulture);
        }
        catch (Exception exception)
        {
            throw new Exception(
                $"Value '{value}' could not be converted to '{destinationType.GetDisplayShortName()}'", exception);
        }
    }

    /// <summary>One text as a value, or cut at the separator as an array.</summary>
    /// <param name="booleanDefault">What a switch without a value means.</param>
    /// <exception cref="Exception">The text means no value of the type.</exception>
    public static object Convert(string value, Type destinationType, char? separator, bool booleanDefault)
    {
        if (!destinationType.IsArray)
            return Convert(value == null ? [] : [value], destinationType, booleanDefault);
        var values = separator is { } cut ? (value ?? "").Split(cut, StringSplitOptions.RemoveEmptyEntries) : [value ?? ""];
        return Convert(values, destinationType, booleanDefault);
    }

    /// <summary>Texts as the elements of an array, or a single text as a value.</summary>
    /// <param name="booleanDefault">What a switch without a value means.</param>
    /// <exception cref="Exception">A text means no value of the type, or there are several for a single value.</exception>
    public static object Convert(IReadOnlyCollection<string> values, Type destinationType, bool booleanDefault)
    {
        if (destinationType.IsArray)
            return ConvertArray(values, destinationType.GetElementType());
        if (values.Count > 1)
            throw new Exception(
                $"Value [ {values.JoinCommaSpace()} ] cannot be assigned to '{destinationType.GetDisplayShortName()}'");
        var value = values.SingleOrDefault();
        if (value.IsNullOrEmpty() && destinationType.GetScalarType() == typeof(bool))
            return booleanDefault;
        return value == null ? destinationType.GetDefaultValue() : Convert(value, destinationType);
    }

    private static Array ConvertArray(IReadOnlyCollection<string> values, Type elementType)
    {
        var array = Array.CreateInstance(elementType, values.Count);
        foreach (var (index, value) in values.Index())
            array.SetValue(Convert(value, elementType), index);
        return array;
    }
}
