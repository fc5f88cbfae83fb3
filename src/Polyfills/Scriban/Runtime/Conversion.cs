using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using Scriban.Parsing;
using Scriban.Syntax;

namespace Scriban.Runtime;

/// <summary>Makes of a template's value what a parameter asks for.</summary>
internal static class Conversion
{
    public static object To(TemplateContext context, SourceSpan span, object value, Type type)
    {
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        if (value is null)
            return OfNull(span, type, wanted);
        if (wanted.IsInstanceOfType(value))
            return value;
        if (wanted == typeof(string))
            return context.ObjectToString(value);
        if (wanted == typeof(bool))
            return Truth.Of(value);
        if (wanted == typeof(IList) && Operators.IsList(value))
            return new ScriptArray((IEnumerable)value);
        if (wanted.IsAssignableFrom(typeof(ScriptArray)) && wanted != typeof(object))
            return new ScriptArray([value]);
        if (wanted == typeof(TimeSpan) || wanted == typeof(DateTime) || !IsSimple(wanted))
            throw Failure(span, value, wanted);

        return OfNumber(span, value, wanted);
    }

    private static object OfNull(SourceSpan span, Type type, Type wanted)
    {
        if (!type.IsValueType || type != wanted)
            return wanted == typeof(IEnumerable) ? Enumerable.Empty<object>() : null;
        if (wanted == typeof(bool))
            return false;
        if (wanted == typeof(double) || wanted == typeof(int))
            return Convert.ChangeType(0, wanted, CultureInfo.InvariantCulture);

        throw Failure(span, null, wanted);
    }

    private static bool IsSimple(Type type) => type.IsPrimitive || type == typeof(decimal);

    private static object OfNumber(SourceSpan span, object value, Type wanted)
    {
        if (!Numbers.IsNumber(value) && value is not bool)
            throw Failure(span, value, wanted);

        try
        {
            var simple = value is BigInteger ? Numbers.ToDouble(value) : value;
            return Convert.ChangeType(simple, wanted, CultureInfo.InvariantCulture);
        }
        catch (Exception failure) when (failure is OverflowException or InvalidCastException or FormatException)
        {
            throw Failure(span, value, wanted);
        }
    }

    private static ScriptRuntimeException Failure(SourceSpan span, object value, Type wanted)
    {
        var name = wanted.Name switch
        {
            "Int32" => "int",
            "Int64" => "long",
            "Double" => "double",
            _ => StandardMemberRenamer.Rename(wanted.Name),
        };
        return new ScriptRuntimeException(span, $"Unable to convert type `{TypeNames.Of(value)}` to `{name}`");
    }
}
