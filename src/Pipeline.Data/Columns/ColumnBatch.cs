using Pipeline.Core.Problems;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;

namespace Pipeline.Data.Columns;

/// <summary>
/// Some rows of a dataset, column by column: what a pass shows to its observers. Texts stay where the reader put them; what they
/// mean is found when somebody first asks, and kept for whoever asks next. A reader fills the batch again and again.
/// </summary>
internal sealed class ColumnBatch
{
    private ColumnVector?[] _vectors = [];

    /// <summary>The bytes of the rows, and where in them values, lines and problems are.</summary>
    public RecordBatch Records { get; } = new();

    /// <summary>Columns that the file itself has as such, with their types; null where its rows are texts.</summary>
    public DecodedColumn[]? Decoded { get; set; }

    /// <summary>The path as the user knows it.</summary>
    public string File => Records.File;

    /// <summary>Which file of the dataset the rows are from, counted from 0.</summary>
    public int FileIndex { get; set; }

    /// <summary>How many rows of the dataset stand before this batch.</summary>
    public long FirstRow { get; set; }

    public int ColumnCount => Records.ColumnCount;

    public int RowCount => Records.RowCount;

    /// <summary>What is wrong with rows of this batch.</summary>
    public ProblemList Problems => Records.Problems;

    /// <summary>Changes with each filling, so that a vector knows whether it is of these rows.</summary>
    public long Filling { get; private set; }

    /// <summary>What readers of several values at once share.</summary>
    public TextScratch Scratch { get; } = new();

    /// <summary>Begins anew without rows and problems.</summary>
    public void Forget()
    {
        Records.Forget();
        Filling++;
    }

    /// <summary>The line on which the row begins; the number of the row, where the file has no lines.</summary>
    public long Line(int row) => Records.Line(row);

    /// <summary>Where the value stands, by line and character, as far as the file has them.</summary>
    public SourceLocation Locate(int row, int column) =>
        Decoded is null ? Records.Locate(row, column) : Records.LocateRow(row);

    /// <summary>The value in UTF-8, until the next text is asked for; whether it stands for none is not asked.</summary>
    public ReadOnlySpan<byte> Text(int row, int column) =>
        Decoded is null ? Records.Value(row, column) : Records.Resolve(Decoded[column].Texts(Records)[row]);

    /// <summary>There is no value, whatever else stands for a missing one.</summary>
    public bool IsNull(int row, int column) =>
        Decoded is null ? Records.IsNull(row, column) : Decoded[column].Texts(Records)[row].IsNull;

    /// <summary>The values of a column, as all observers of the pass share them.</summary>
    public ColumnVector Column(ColumnView view)
    {
        if (_vectors.Length < ColumnCount)
            Array.Resize(ref _vectors, ColumnCount);
        ref var slot = ref _vectors[view.Position];
        while (slot is not null && slot.View != view)
            slot = ref slot.Other;
        slot ??= new ColumnVector(this, view);
        slot.Fill();
        return slot;
    }
}

/// <summary>One column of every batch, and how its values are meant.</summary>
/// <param name="Position">Counted from 0.</param>
/// <param name="Markers">The values that stand for none; one object in a pass, by which views of one kind are the same.</param>
internal sealed record ColumnView(int Position, MissingMarkers Markers)
{
    /// <summary>What its values are compared as.</summary>
    public ValueKind Kind
    {
        get;
        init => (field, HasNumberMarkers) = (value, IsNumeric(value) && Markers.HasNumbers);
    }

    /// <summary>A number may be a marker in any spelling, so that it is to be read before it is known to be a value.</summary>
    public bool HasNumberMarkers { get; private init; } = Markers.HasNumbers;

    /// <summary>
    /// Of a value that is no marker as it is written. Where nobody declared the column, a number with leading zeros is a code,
    /// and codes are texts.
    /// </summary>
    /// <param name="value">In UTF-8.</param>
    /// <param name="number">That it reads as; NaN for none.</param>
    public bool IsNumberMarker(ReadOnlySpan<byte> value, double number) =>
        HasNumberMarkers && Markers.HasNumber(number) && !(Kind == ValueKind.AsRead && NumberText.HasLeadingZero(value));

    private static bool IsNumeric(ValueKind kind) => kind is ValueKind.Number or ValueKind.AsRead;
}

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
