using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Pipeline.Statistics.Detectors;

/// <summary>
/// Looks for a change of the mean of a stream of numbers, one by one, in memory that does not grow with the stream. What it has
/// seen is a small state that can be written as JSON and gone on from. Not for two threads at once.
/// </summary>
public abstract class ChangeDetector
{
    private protected ChangeDetector()
    {
    }

    /// <summary>As rules name it: "adwin".</summary>
    public abstract string Name { get; }

    /// <summary>How many numbers it has seen.</summary>
    public abstract long Count { get; }

    /// <summary>A detector that goes on from there; the state is left as it is.</summary>
    public static ChangeDetector Resume(ChangeDetectorState state) => state switch
    {
        DdmState x => new Ddm(x),
        AdwinState x => new Adwin(x),
        PageHinkleyState x => new PageHinkley(x),
        _ => throw new UnreachableException(),
    };

    /// <summary>Takes the next number.</summary>
    /// <param name="value">Finite; of errors the greater one is the worse one.</param>
    /// <returns>Null where nothing has changed. After a change it begins anew with what came after.</returns>
    public abstract DetectedChange? Add(double value);

    /// <summary>What it has seen so far.</summary>
    public abstract ChangeDetectorState Save();
}

/// <summary>All that a detector knows of a stream.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(DdmState), "ddm")]
[JsonDerivedType(typeof(AdwinState), "adwin")]
[JsonDerivedType(typeof(PageHinkleyState), "page-hinkley")]
public abstract record ChangeDetectorState
{
    private protected ChangeDetectorState()
    {
    }

    /// <summary>How many numbers it has seen.</summary>
    public long Count { get; init; }
}

/// <summary>A change of the mean of a stream.</summary>
/// <param name="Level">How sure it is.</param>
/// <param name="At">The number that showed it, counted from 0 since the stream began.</param>
/// <param name="Since">The number that it began with, as far as the detector can tell; at most <paramref name="At"/>.</param>
/// <param name="Before">The mean before.</param>
/// <param name="After">The mean since.</param>
public sealed record DetectedChange(ChangeLevel Level, long At, long Since, double Before, double After)
{
    /// <summary>The mean has grown, which of errors is bad.</summary>
    public bool IsIncrease => After > Before;
}

/// <summary>How sure a detector is.</summary>
public enum ChangeLevel
{
    /// <summary>It may be a change; told once, until it is over or becomes a change.</summary>
    Warning,

    Change,
}
