namespace Pipeline.Models.Documents;

/// <summary>What the values of one column are like. Of a personal one, nothing but counts.</summary>
public sealed record ColumnProfile
{
    public required string Name { get; init; }

    public required DataType Type { get; init; }

    /// <summary>It holds data of persons: no value of it is here, nor anything that was made of values.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>How many rows have a value.</summary>
    public required long Count { get; init; }

    /// <summary>How many rows have none.</summary>
    public required long Missing { get; init; }

    /// <summary>How many different values there are; null where a merge cannot know.</summary>
    public long? Distinct { get; init; }

    /// <summary>One standard error of <see cref="Distinct"/>, as a share of it; 0 where it was counted.</summary>
    public double DistinctError { get; init; }

    /// <summary>The 64 most frequent values, of text and identifiers only those that occur five times or more.</summary>
    public IReadOnlyList<FrequentValue> Frequent { get; init; } = [];

    /// <summary>What the counts of <see cref="Frequent"/> may be short of, and how often another value may occur.</summary>
    public long FrequentError { get; init; }

    /// <summary>Null unless the values are numbers.</summary>
    public NumberProfile? Numbers { get; init; }

    /// <summary>The first and the last moment; null unless the values are timestamps.</summary>
    public TimeRange? Times { get; init; }

    /// <summary>How many characters values have; null unless they are texts.</summary>
    public LengthProfile? Lengths { get; init; }

    /// <summary>All values are numbers, and some have a comma before their fraction, so that they are read as texts.</summary>
    public bool HasDecimalCommas { get; init; }

    /// <summary>How well the column alone predicts the label; null where that was not measured.</summary>
    public LabelPower? LabelPower { get; init; }

    /// <summary>For merging; null for a personal column.</summary>
    public ColumnSketches? Sketches { get; init; }
}
