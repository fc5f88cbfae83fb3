using Pipeline.Data.Sources;
using Pipeline.Data.Values;

namespace Pipeline.Data.Columns;

/// <summary>What the values of a column are by the file itself.</summary>
internal enum VectorType
{
    /// <summary>Texts, which may be read as anything.</summary>
    Text,

    Number,

    Moment,

    Boolean,
}

/// <summary>Some values of a column as a file has them that says what they are.</summary>
internal abstract class DecodedColumn
{
    public abstract VectorType Type { get; }

    /// <summary>Each number is one for sure: there is no NaN among them, and no infinity.</summary>
    public virtual bool AreSurelyNumbers => false;

    /// <summary>A number up to 2^53 is the double to its last digit, or the shortest text that reads as it.</summary>
    public virtual bool AreExact => false;

    /// <summary>In which rows values stand.</summary>
    public abstract ReadOnlySpan<int> Rows { get; }

    /// <summary>Of a column of numbers; NaN for what is none.</summary>
    /// <param name="numbers">As many as there are <see cref="Rows"/>.</param>
    public virtual void ReadNumbers(Span<double> numbers) => numbers.Fill(double.NaN);

    /// <summary>Of a column of moments.</summary>
    /// <param name="moments">As many as there are <see cref="Rows"/>.</param>
    public virtual void ReadMoments(Span<Moment> moments) => moments.Fill(Moment.None);

    /// <summary>The values as texts: written when somebody first asks.</summary>
    /// <param name="records">Keeps their bytes.</param>
    /// <returns>Row by row.</returns>
    public abstract ReadOnlySpan<Field> Texts(RecordBatch records);
}
