using Pipeline.Core.Checks;
using Pipeline.Data.Splits;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations;

/// <summary>What is known of a dataset when all of its rows have passed.</summary>
internal sealed record JudgedData
{
    public required long Rows { get; init; }

    /// <summary>Of the label, in ordinal order; none for a regression.</summary>
    public required IReadOnlyList<LabelClass> Classes { get; init; }

    public required Split Split { get; init; }

    /// <summary>The columns that no model reads, as far as their values say so. Default: none.</summary>
    public IReadOnlyCollection<string> Ignored { get; init; } = [];

    /// <summary>What columns turned out to be, by name. Default: numbers.</summary>
    public IReadOnlyDictionary<string, DataType> Types { get; init; } = new Dictionary<string, DataType>();

    /// <summary>The columns in which commas stand before fractions. Default: none.</summary>
    public IReadOnlyList<string> DecimalCommas { get; init; } = [];

    /// <summary>In the order of reading, as the user knows them.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Null where no profile is at hand.</summary>
    public IDriftSource? Drift { get; init; }
}

/// <summary>Compares the data that passed with a profile of other data.</summary>
internal interface IDriftSource
{
    /// <param name="column">Of both.</param>
    /// <param name="reference">The profile's file, from the folder of the manifest.</param>
    /// <param name="measure">How far two distributions are from each other.</param>
    MeasuredValue DistanceOf(string column, string reference, DriftMeasure measure);
}

/// <summary>How far two distributions are from each other.</summary>
internal enum DriftMeasure
{
    /// <summary>Population stability index: 0 for the same distribution; above 0.2 is usually called a shift.</summary>
    PopulationStability,

    /// <summary>Jensen-Shannon distance, the root of the divergence to base 2: from 0 to 1.</summary>
    JensenShannon,
}
