using System.Globalization;
using System.Text.Json.Serialization;

namespace Pipeline.Core.Checks;

/// <summary>What a sensor brought back: a number, a text, or the reason why there is neither.</summary>
[JsonConverter(typeof(MeasuredValueConverter))]
public abstract record MeasuredValue
{
    private MeasuredValue()
    {
    }

    /// <summary>A NaN or an infinity becomes <see cref="NotMeasured"/>, because a broken sensor measures nothing.</summary>
    public static implicit operator MeasuredValue(double value) => FromDouble(value);

    public static implicit operator MeasuredValue(string value) => new Text(value);

    public static MeasuredValue FromDouble(double value) => double.IsFinite(value)
        ? new Number(value)
        : new NotMeasured(string.Create(CultureInfo.InvariantCulture, $"the sensor returned {value}"));

    /// <summary>A category, a type, a name.</summary>
    public static MeasuredValue FromString(string value) => new Text(value);

    public sealed record Number(double Value) : MeasuredValue;

    public sealed record Text(string Value) : MeasuredValue;

    /// <summary>The sensor broke. <paramref name="Reason"/> continues "was not measured: ".</summary>
    public sealed record NotMeasured(string Reason) : MeasuredValue;

    /// <summary>There was nothing to measure. <paramref name="Reason"/> continues "does not apply: ".</summary>
    public sealed record NotApplicable(string Reason) : MeasuredValue;
}
