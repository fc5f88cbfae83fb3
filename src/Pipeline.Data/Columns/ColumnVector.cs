using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;
using Pipeline.Statistics;

namespace Pipeline.Data.Columns;

/// <summary>
/// The values that one column has in one batch, without the missing ones. Each is read as a number or a moment once, when
/// somebody first asks for those of the column.
/// </summary>
internal sealed class ColumnVector(ColumnBatch batch, ColumnView view)
{
    /// <summary>0, 1, 2 and so on: the rows of a column without missing values, for all of them.</summary>
    private static int[] _everyRow = [];

    private readonly List<int> _respelled = [];
    private int[] _someRows = [];
    private int[] _rows = [];
    private double[] _numbers = [];
    private Moment[] _moments = [];
    private DecodedColumn? _decoded;
    private long _filling = -1;
    private bool _hasNumbers;
    private bool _hasMoments;
    private bool _areShort;

    /// <summary>Of the same column, with a view of another kind.</summary>
    public ColumnVector? Other;

    public ColumnView View => view;

    /// <summary>How many rows have a value.</summary>
    public int Count { get; private set; }

    /// <summary>How many rows have none.</summary>
    public int Missing { get; private set; }

    /// <summary>What the values are by the file itself.</summary>
    public VectorType Type { get; private set; }

    /// <summary>In which rows of the batch the values stand, ascending.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>
    /// Rows without a value because theirs, as a number, is a marker: "-999.0" for -999. In a column that nobody declared and
    /// that turns out to be no numbers, they are values after all.
    /// </summary>
    public ReadOnlySpan<int> Respelled => CollectionsMarshal.AsSpan(_respelled);

    /// <summary>What stands in one of these rows.</summary>
    public ReadOnlySpan<byte> RespelledText(int index) => batch.Text(_respelled[index], view.Position);

    /// <summary>No value of this column in any batch can be anything but a number.</summary>
    public bool AreSurelyNumbers => _decoded?.AreSurelyNumbers == true;

    /// <summary>All values of the batch are numbers. To be asked after <see cref="Numbers"/>.</summary>
    public bool AreNumbers { get; private set; }

    /// <summary>
    /// A number below 2^53 is the value to its last digit: what it is as a double says all of it. To be asked after
    /// <see cref="Numbers"/>.
    /// </summary>
    public bool AreExact => _decoded?.AreExact ?? _areShort;

    /// <summary>The value in UTF-8, until the next text is asked for.</summary>
    public ReadOnlySpan<byte> this[int index] => batch.Text(_rows[index], view.Position);

    /// <summary>What the value is as a number; NaN where it is none.</summary>
    public double Number(int index)
    {
        if (!_hasNumbers)
            ParseNumbers();
        return _numbers[index];
    }

    /// <summary>Finds out which rows have values, unless it is known already.</summary>
    public void Fill()
    {
        if (_filling == batch.Filling)
            return;
        _filling = batch.Filling;
        (_hasNumbers, _hasMoments, _areShort) = (false, false, false);
        _respelled.Clear();
        _decoded = batch.Decoded?[view.Position];
        Type = _decoded?.Type ?? VectorType.Text;
        batch.Scratch.Release(this);
        Reserve(batch.RowCount);
        switch (Type)
        {
            case VectorType.Number:
                FillNumbers(_decoded!);
                break;
            case VectorType.Moment:
                FillMoments(_decoded!);
                break;
            default:
                Gather(isFirst: true);
                break;
        }
    }

    /// <summary>What the values are as numbers: NaN for what is none.</summary>
    public ReadOnlySpan<double> Numbers()
    {
        if (!_hasNumbers)
            ParseNumbers();
        return _numbers.AsSpan(0, Count);
    }

    /// <summary>What the values are as moments: <see cref="Moment.None"/> for what is none.</summary>
    public ReadOnlySpan<Moment> Moments()
    {
        if (!_hasMoments)
            ParseMoments();
        return _moments.AsSpan(0, Count);
    }

    /// <summary>The texts side by side; until those of another column are asked for.</summary>
    public TextSpans Texts()
    {
        Gather();
        return new TextSpans(this, batch.Scratch.Heads.AsSpan(0, Count), batch.Scratch.Lengths.AsSpan(0, Count));
    }

    /// <summary>Of each text by <see cref="StableHash"/>; until those of another column are asked for.</summary>
    public ReadOnlySpan<ulong> Hashes()
    {
        Gather();
        var (heads, lengths) = (batch.Scratch.Heads, batch.Scratch.Lengths);
        var hashes = batch.Scratch.Hashes.AsSpan(0, Count);
        for (var i = 0; i < hashes.Length; i++)
            hashes[i] = lengths[i] <= ValueHead.MostBytes ? StableHash.Of(heads[i], lengths[i]) : StableHash.Of(this[i]);
        return hashes;
    }

    /// <returns>Which of the values stands in the row; less than 0 where the row has none.</returns>
    public int IndexOf(int row) => Missing == 0 ? row : Rows.BinarySearch(row);

    /// <summary>Whether the row has a value, for rows that are gone through in order.</summary>
    /// <param name="row">The next one.</param>
    /// <param name="count">How many values stand in the rows so far, this one included; from 0.</param>
    public bool HasNext(int row, ref int count)
    {
        var has = count < Count && _rows[count] == row;
        count += has ? 1 : 0;
        return has;
    }

    /// <summary>The value as bytes that are equal exactly where values are, as what the column is.</summary>
    /// <param name="index">Which value.</param>
    /// <param name="scratch">Of <see cref="ValueKey.ScratchBytes"/>; the key may be in it.</param>
    public ReadOnlySpan<byte> Key(int index, Span<byte> scratch) =>
        Type == VectorType.Moment && view.Kind is ValueKind.Moment or ValueKind.AsRead
            ? ValueKey.Of(_moments[index], scratch)
            : ValueKey.Of(view.Kind, this[index], scratch);

    /// <summary>The value with its order: by what is known of it, or else by its text alone.</summary>
    /// <param name="index">Which value.</param>
    /// <param name="kind">What it is compared as.</param>
    public ComparedValue Compared(int index, ValueKind kind) => (kind, Type) switch
    {
        (ValueKind.Number or ValueKind.AsRead, VectorType.Number) =>
            ComparedValue.Of(_numbers[index], AreExact ? [] : this[index]),
        (ValueKind.Number, VectorType.Text) when _hasNumbers => ComparedValue.Of(_numbers[index], this[index]),
        (ValueKind.Moment or ValueKind.AsRead, VectorType.Moment) => ComparedValue.Of(_moments[index]),
        (ValueKind.Moment, VectorType.Text) when _hasMoments => ComparedValue.Of(_moments[index]),
        _ => ComparedValue.Read(kind, this[index]),
    };

    private void FillNumbers(DecodedColumn decoded)
    {
        var rows = decoded.Rows;
        var numbers = Room(ref _numbers, rows.Length)[..rows.Length];
        decoded.ReadNumbers(numbers);
        var count = 0;
        AreNumbers = true;
        for (var i = 0; i < rows.Length; i++)
        {
            var number = numbers[i];
            if (view.Markers.MayHave(number) && IsMarker(rows[i], batch.Text(rows[i], view.Position), number))
                continue;
            (numbers[count], _someRows[count]) = (number, rows[i]);
            count++;
            AreNumbers &= !double.IsNaN(number);
        }

        _hasNumbers = true;
        Close(count, batch.RowCount);
    }

    private void FillMoments(DecodedColumn decoded)
    {
        var rows = decoded.Rows;
        var moments = Room(ref _moments, rows.Length)[..rows.Length];
        decoded.ReadMoments(moments);
        var (count, mayBeMarkers) = (0, view.Markers.Longest >= TimestampText.FewestBytes);
        for (var i = 0; i < rows.Length; i++)
        {
            if (mayBeMarkers && view.Markers.Has(batch.Text(rows[i], view.Position)))
                continue;
            (moments[count], _someRows[count]) = (moments[i], rows[i]);
            count++;
        }

        _hasMoments = true;
        Close(count, batch.RowCount);
    }

    /// <summary>Whether a value is a marker as it is written, or is one as a number.</summary>
    private bool IsMarker(int row, ReadOnlySpan<byte> text, double number)
    {
        if (view.Markers.Has(text))
            return true;
        if (!view.IsNumberMarker(text, number))
            return false;
        if (view.Kind == ValueKind.AsRead)
            _respelled.Add(row);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ParseNumbers()
    {
        var numbers = Room(ref _numbers, Count);
        _hasNumbers = true;
        if (Type is VectorType.Moment or VectorType.Boolean)
        {
            numbers.Fill(double.NaN);
            AreNumbers = Count == 0;
            return;
        }

        Gather();
        var (heads, lengths, count) = (batch.Scratch.Heads, batch.Scratch.Lengths, Count);
        (_areShort, AreNumbers) = (true, true);
        for (var i = 0; i < count; i++)
        {
            if (NumberText.TryParseShort(heads[i], lengths[i], out numbers[i]))
                continue;
            _areShort = false;
            if (NumberText.TryParse(this[i], out numbers[i]))
                continue;
            (AreNumbers, numbers[i]) = (false, double.NaN);
        }
    }

    private void ParseMoments()
    {
        var moments = Room(ref _moments, Count);
        _hasMoments = true;
        for (var i = 0; i < Count; i++)
            moments[i] = Type is VectorType.Number or VectorType.Boolean ? Moment.None : TimestampText.Read(this[i]);
    }

    private void Gather()
    {
        if (batch.Scratch.Owner != this)
            Gather(isFirst: false);
    }

    /// <summary>Goes through the texts of the column once, for what all that follows is short loops over.</summary>
    /// <param name="isFirst">Which rows have values is found out too; else it is known.</param>
    private void Gather(bool isFirst)
    {
        var scratch = batch.Scratch;
        scratch.Take(this, batch.RowCount);
        var fields = _decoded is null ? batch.Records.Fields : _decoded.Texts(batch.Records);
        var (at, width) = _decoded is null ? (view.Position, batch.ColumnCount) : (0, 1);
        if (!isFirst)
            GatherKnown(fields, at, width);
        else if (view.HasNumberMarkers)
            GatherNumbers(fields, at, width);
        else
            GatherTexts(fields, at, width);
    }

    // Each loop is a method of its own, which has all registers for itself.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void GatherTexts(ReadOnlySpan<Field> fields, int at, int width)
    {
        var (heads, lengths, rows) = (batch.Scratch.Heads, batch.Scratch.Lengths, _someRows);
        var (count, row, alike, longest, markers) = (0, 0, 0, view.Markers.Longest, view.Markers);
        var bytes = batch.Records.Buffer.AsSpan();
        for (; at < fields.Length; at += width, row++)
        {
            var field = fields[at];
            var length = field.Length;
            if (field.IsPlain && field.Start <= bytes.Length - ValueHead.MostBytes)
            {
                if (length <= longest && markers.Has(bytes.Slice(field.Start, length)))
                    continue;
                heads[count] = ValueHead.Of(bytes[field.Start..], length);
            }
            else if (field.IsNull || (batch.Records.Resolve(field) is var value && markers.Has(value)))
                continue;
            else
                (heads[count], length) = (ValueHead.Of(value), value.Length);
            lengths[count] = length;
            // Values before the first missing one are numbered as their rows are.
            if (count == row)
                alike = row + 1;
            else
                rows[count] = row;
            count++;
        }

        if (count < row)
            EveryRow(alike).AsSpan(0, alike).CopyTo(rows);
        Close(count, row);
    }

    /// <summary>Where a marker is a number, each value is read as one to know that it is none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void GatherNumbers(ReadOnlySpan<Field> fields, int at, int width)
    {
        var scratch = batch.Scratch;
        var numbers = Room(ref _numbers, batch.RowCount);
        var (count, row) = (0, 0);
        (_hasNumbers, _areShort, AreNumbers) = (true, true, true);
        for (; at < fields.Length; at += width, row++)
        {
            if (fields[at].IsNull)
                continue;
            var value = batch.Records.Resolve(fields[at]);
            var head = ValueHead.Of(value);
            var isShort = NumberText.TryParseShort(head, value.Length, out var number);
            if (!isShort && !NumberText.TryParse(value, out number))
                number = double.NaN;
            if (IsMarker(row, value, number))
                continue;
            _areShort &= isShort;
            AreNumbers &= !double.IsNaN(number);
            (scratch.Heads[count], scratch.Lengths[count], _someRows[count]) = (head, value.Length, row);
            numbers[count++] = number;
        }

        Close(count, row);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void GatherKnown(ReadOnlySpan<Field> fields, int at, int width)
    {
        var (heads, lengths) = (batch.Scratch.Heads, batch.Scratch.Lengths);
        for (var i = 0; i < Count; i++)
        {
            var value = batch.Records.Resolve(fields[at + (_rows[i] * width)]);
            (heads[i], lengths[i]) = (ValueHead.Of(value), value.Length);
        }
    }

    private void Close(int count, int rows) =>
        (Count, Missing, _rows) = (count, rows - count, count == rows ? EveryRow(rows) : _someRows);

    private void Reserve(int rows)
    {
        if (_someRows.Length < rows)
            _someRows = new int[rows * 2];
    }

    private static int[] EveryRow(int count)
    {
        // Threads may make it at once; each of theirs will do.
        var rows = _everyRow;
        return rows.Length >= count ? rows : _everyRow = [.. Enumerable.Range(0, count * 2)];
    }

    private static Span<T> Room<T>(ref T[] values, int count)
    {
        if (values.Length < count)
            values = new T[count * 2];
        return values;
    }
}
