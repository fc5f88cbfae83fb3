using System.Buffers;
using System.Globalization;
using System.Text;

namespace Pipeline.Onnx.Files;

/// <summary>
/// What a model's file says of itself, read before any library sees it: which other files it wants, and which classes it tells
/// apart. The numbers of fields are those of onnx.proto.
/// </summary>
internal sealed class OnnxFile
{
    private const int MostDepth = 64;

    /// <summary>Parts that hold parts in which a tensor may lie.</summary>
    private static readonly Dictionary<(Part Part, int Field), Part> Inner = new()
    {
        [(Part.Model, 7)] = Part.Graph,
        [(Part.Model, 20)] = Part.Training,
        [(Part.Model, 25)] = Part.Function,
        [(Part.Training, 1)] = Part.Graph,
        [(Part.Training, 2)] = Part.Graph,
        [(Part.Function, 7)] = Part.Node,
        [(Part.Function, 11)] = Part.Attribute,
        [(Part.Graph, 1)] = Part.Node,
        [(Part.Graph, 5)] = Part.Tensor,
        [(Part.Graph, 15)] = Part.SparseTensor,
        [(Part.Node, 5)] = Part.Attribute,
        [(Part.Attribute, 5)] = Part.Tensor,
        [(Part.Attribute, 6)] = Part.Graph,
        [(Part.Attribute, 10)] = Part.Tensor,
        [(Part.Attribute, 11)] = Part.Graph,
        [(Part.Attribute, 22)] = Part.SparseTensor,
        [(Part.Attribute, 23)] = Part.SparseTensor,
        [(Part.SparseTensor, 1)] = Part.Tensor,
        [(Part.SparseTensor, 2)] = Part.Tensor,
    };

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly SortedSet<string> _dataFiles = new(StringComparer.Ordinal);
    private bool _hasGraph;

    private OnnxFile(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    private enum Part
    {
        Model,
        Training,
        Function,
        Graph,
        Node,
        Attribute,
        Tensor,
        SparseTensor,
    }

    /// <summary>The files that hold values of its tensors, as it names them.</summary>
    public IReadOnlyCollection<string> DataFiles => _dataFiles;

    /// <summary>The classes that it tells apart, in the order of their probabilities; empty where no operator says so.</summary>
    public IReadOnlyList<string> Classes { get; private set; } = [];

    /// <exception cref="InvalidDataException">It is no model, or not all of one.</exception>
    public static OnnxFile Parse(ReadOnlyMemory<byte> bytes)
    {
        var file = new OnnxFile(bytes);
        file.Visit(bytes.Span, Part.Model, 0);
        return file._hasGraph ? file : throw new InvalidDataException("There is no graph in it.");
    }

    /// <summary>The same model with all values in it.</summary>
    /// <param name="files">The bytes of <see cref="DataFiles"/> by their names.</param>
    /// <exception cref="InvalidDataException">A tensor's values lie outside of its file.</exception>
    public byte[] WithData(IReadOnlyDictionary<string, byte[]> files)
    {
        var written = new ArrayBufferWriter<byte>(_bytes.Length);
        Rewrite(_bytes.Span, Part.Model, files, written);
        return written.WrittenSpan.ToArray();
    }

    private void Visit(ReadOnlySpan<byte> message, Part part, int depth)
    {
        if (depth > MostDepth)
            throw new InvalidDataException("Its graphs lie too deep in one another.");
        _hasGraph |= part == Part.Graph;
        if (part == Part.Tensor && ExternalData.Find(message) is { } external)
            _dataFiles.Add(external.File);
        if (part == Part.Attribute && ClassesIn(message) is { Count: > 0 } classes)
            Classes = classes;
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            if (!Inner.TryGetValue((part, reader.Field), out var inner))
                continue;
            if (!reader.HasContent)
                throw new InvalidDataException("A part of it is a number.");
            Visit(reader.Content, inner, depth + 1);
        }
    }

    private static void Rewrite(
        ReadOnlySpan<byte> message, Part part, IReadOnlyDictionary<string, byte[]> files, ArrayBufferWriter<byte> target)
    {
        var external = part == Part.Tensor ? ExternalData.Find(message) : null;
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            if (Inner.TryGetValue((part, reader.Field), out var inner))
            {
                var written = new ArrayBufferWriter<byte>(Math.Max(1, reader.Content.Length));
                Rewrite(reader.Content, inner, files, written);
                ProtoWriter.Write(target, reader.Field, written.WrittenSpan);
            }
            else if (external is null || !ExternalData.IsOne(reader.Field))
            {
                target.Write(reader.Raw);
            }
        }

        if (external is not null)
            ProtoWriter.Write(target, ExternalData.RawData, external.In(files[external.File]));
    }

    /// <summary>Of an operator that tells classes apart, in the order in which it gives their probabilities.</summary>
    private static List<string> ClassesIn(ReadOnlySpan<byte> attribute)
    {
        var (isOne, texts, numbers) = (false, new List<string>(), new List<long>());
        var reader = new ProtoReader(attribute);
        while (reader.Read())
        {
            if (reader.Field == 1)
                isOne = reader.Content.StartsWith("classlabels_"u8);
            else if (reader.Field == 8)
                reader.AddNumbers(numbers);
            else if (reader.Field == 9)
                texts.Add(Encoding.UTF8.GetString(reader.Content));
        }

        return !isOne ? [] : texts.Count > 0 ? texts : [.. numbers.Select(x => x.ToString(CultureInfo.InvariantCulture))];
    }

    /// <summary>Where a tensor's values lie, if not in the tensor.</summary>
    private sealed record ExternalData(string File, long Offset, long? Length)
    {
        public const int RawData = 9;

        private const int Entries = 13;
        private const int Location = 14;

        public static bool IsOne(int field) => field is Entries or Location;

        public static ExternalData? Find(ReadOnlySpan<byte> tensor)
        {
            var (isExternal, entries) = (false, new Dictionary<string, string>(StringComparer.Ordinal));
            var reader = new ProtoReader(tensor);
            while (reader.Read())
            {
                isExternal |= reader.Field == Entries || (reader.Field == Location && reader.Number != 0);
                if (reader.Field == Entries)
                    Add(reader.Content, entries);
            }

            return isExternal
                ? new ExternalData(
                    entries.GetValueOrDefault("location", ""), Number(entries, "offset") ?? 0, Number(entries, "length"))
                : null;
        }

        public ReadOnlySpan<byte> In(byte[] file)
        {
            var length = Length ?? file.Length - Offset;
            return Offset >= 0 && length >= 0 && Offset <= file.Length && length <= file.Length - Offset
                ? file.AsSpan((int)Offset, (int)length)
                : throw new InvalidDataException($"The values of a tensor lie outside of '{File}'.");
        }

        private static void Add(ReadOnlySpan<byte> entry, Dictionary<string, string> entries)
        {
            var (key, value) = ("", "");
            var reader = new ProtoReader(entry);
            while (reader.Read())
            {
                if (reader.Field == 1)
                    key = Encoding.UTF8.GetString(reader.Content);
                else if (reader.Field == 2)
                    value = Encoding.UTF8.GetString(reader.Content);
            }

            entries[key] = value;
        }

        private static long? Number(Dictionary<string, string> entries, string key) =>
            !entries.TryGetValue(key, out var text) ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new InvalidDataException($"The {key} of a tensor's values is '{text}'.");
    }
}
