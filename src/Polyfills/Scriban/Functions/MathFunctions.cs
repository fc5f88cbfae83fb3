using System;
using System.Globalization;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Scriban.Functions;

internal static class MathFunctions
{
    public static object Abs(ScriptNode caller, object value) => Numbers.Absolute(Number(caller, value));

    public static double Ceil(double value) => Math.Ceiling(value);

    public static double Floor(double value) => Math.Floor(value);

    public static double Round(double value, int precision = 0) => Math.Round(value, Math.Clamp(precision, 0, 15));

    /// <summary>Whole when it is divided by a whole number.</summary>
    public static object DividedBy(TemplateContext context, ScriptNode caller, double value, object divisor)
    {
        var result = Operators.Apply(new Operation(context, caller, "/", value, Number(caller, divisor)));
        if (!Numbers.IsWhole(divisor))
            return result;

        var floor = Math.Floor((double)result);
        return Math.Abs(floor) < long.MaxValue ? context.ToObject(caller.Span, floor, typeof(long)) : floor;
    }

    public static object Minus(TemplateContext context, ScriptNode caller, object value, object with) =>
        Apply(context, caller, "-", value, with);

    public static object Plus(TemplateContext context, ScriptNode caller, object value, object with) =>
        Apply(context, caller, "+", value, with);

    public static object Times(TemplateContext context, ScriptNode caller, object value, object with) =>
        Apply(context, caller, "*", value, with);

    public static object Modulo(TemplateContext context, ScriptNode caller, object value, object with) =>
        Apply(context, caller, "%", value, with);

    public static bool IsNumber(object value) => Numbers.IsNumber(value);

    public static string Format(TemplateContext context, ScriptNode caller, object value, string format, string culture = null) =>
        value is null ? string.Empty : ObjectTexts.Format(context, caller, Number(caller, value), format, culture);

    public static object Random(ScriptNode caller, int minValue, int maxValue) => minValue < maxValue
        ? System.Random.Shared.Next(minValue, maxValue)
        : throw caller.Error($"Expecting a largest value above the smallest, {minValue}.");

    public static string Uuid() => Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture);

    private static object Apply(TemplateContext context, ScriptNode caller, string symbol, object left, object right) =>
        Operators.Apply(new Operation(context, caller, symbol, left, right));

    private static object Number(ScriptNode caller, object value) => Numbers.IsNumber(value)
        ? value
        : throw caller.Error($"The value of `{caller.Text}` is {TypeNames.Of(value)} where a number is expected.");
}
