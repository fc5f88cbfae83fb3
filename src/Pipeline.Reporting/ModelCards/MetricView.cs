using Pipeline.Core.Checks;
using Pipeline.Models;
using Scriban.Runtime;

namespace Pipeline.Reporting.ModelCards;

/// <summary>A measurement as templates know it; <c>interval</c>, <c>samples</c> and <c>plot</c> may be null.</summary>
internal static class MetricView
{
    public static ScriptObject Of(Measurement measurement, ModelTask task)
    {
        var interval = measurement.Interval is { IsUsable: true } usable ? usable : null;
        return new ScriptObject
        {
            ["name"] = measurement.Name,
            ["slice"] = measurement.Slice,
            ["column"] = measurement.Column,
            ["value"] = Figure.WithUnit(measurement.Value, measurement.Unit),
            ["interval"] = interval is null ? null : $"{Figure.Of(interval.Low)} to {Figure.Of(interval.High)}",
            ["confidence"] = interval is null ? null : Figure.OfPercent(interval.Confidence),
            ["samples"] = measurement.Samples is { } samples ? Figure.OfWhole(samples) : null,
            ["is_number"] = measurement.Value is MeasuredValue.Number,
            ["plot"] = task == ModelTask.Regression ? null : Plot(measurement, interval),
        };
    }

    // On a scale from 0 to 1, which most metrics of classes have; what lies outside has no picture.
    private static ScriptObject? Plot(Measurement measurement, ConfidenceInterval? interval)
    {
        if (measurement.Unit.Length > 0 || measurement.Value is not MeasuredValue.Number { Value: >= 0 and <= 1 and var value })
            return null;

        var low = Math.Clamp(interval?.Low ?? value, 0, 1);
        var high = Math.Clamp(interval?.High ?? value, 0, 1);
        return new ScriptObject
        {
            ["at"] = Figure.OfPosition(value),
            ["low"] = Figure.OfPosition(low),
            ["width"] = Figure.OfPosition(Math.Max(0, high - low)),
        };
    }
}
