using System.Buffers;
using System.Text;
using Pipeline.Onnx.Files;

namespace Pipeline.Onnx;

/// <summary>Small models as other tools write them, made of the fields of onnx.proto.</summary>
internal static class OnnxBytes
{
    public const long Float = 1;
    public const long Int64 = 7;
    public const long Text = 8;

    private const string Ml = "ai.onnx.ml";

    /// <summary>1 / (1 + e^-(a * first + b * second + c)) of a matrix X, as one number of each row.</summary>
    public static byte[] Sigmoid(float a, float b, float c, bool isLogit = false) => Model(
        [
            Node("LinearRegressor", Ml, ["X"], ["line"], Floats("coefficients", a, b), Floats("intercepts", c)),
            Node(isLogit ? "Identity" : "Sigmoid", "", ["line"], ["Y"]),
        ],
        [Tensor("X", Float, null, 2)],
        [Tensor("Y", Float, null, 1)]);

    /// <summary>Softmax of a line for each class, over a matrix X of one column.</summary>
    public static byte[] Classifier(Part labels, float[] slopes, bool isMap = false)
    {
        var count = slopes.Length;
        List<Part> nodes =
        [
            Node("LinearClassifier", Ml, ["X"], ["label", "probabilities"],
                Floats("coefficients", slopes), Floats("intercepts", new float[count]), labels,
                Word("post_transform", "SOFTMAX")),
        ];
        if (isMap)
            nodes.Add(Node("ZipMap", Ml, ["probabilities"], ["maps"], labels.Renamed()));
        return Model(
            nodes,
            [Tensor("X", Float, null, 1)],
            [
                Tensor("label", labels.IsTexts ? Text : Int64, (long?)null),
                isMap ? new Part().Add(1, "maps").Add(2, Maps(labels)) : Tensor("probabilities", Float, null, count),
            ]);
    }

    /// <summary>The sum of named inputs, whole numbers and floats.</summary>
    public static byte[] Sum(string whole, string real) => Model(
        [
            Node("Cast", "", [whole], ["cast"], new Part().Add(1, "to").Add(3, Float).Add(20, 2)),
            Node("Add", "", ["cast", real], ["Y"]),
        ],
        [Tensor(whole, Int64, null, 1), Tensor(real, Float, null, 1)],
        [Tensor("Y", Float, null, 1)]);

    /// <summary>X plus a number that lies in another file.</summary>
    public static byte[] External(string file) => Model(
        [Node("Add", "", ["X", "shift"], ["Y"])],
        [Tensor("X", Float, null, 1)],
        [Tensor("Y", Float, null, 1)],
        initializer: new Part().Add(1, 1).Add(2, Float).Add(8, "shift").Add(14, 1)
            .Add(13, new Part().Add(1, "location").Add(2, file)).Add(13, new Part().Add(1, "offset").Add(2, "4"))
            .Add(13, new Part().Add(1, "length").Add(2, "4")));

    public static Part Strings(string name, params string[] values) =>
        values.Aggregate(new Part { IsTexts = true }.Add(1, name), (part, value) => part.Add(9, value)).Add(20, 8);

    public static Part Whole(string name, params long[] values) =>
        values.Aggregate(new Part().Add(1, name), (part, value) => part.Add(8, value)).Add(20, 7);

    /// <summary>A model of any operators, by default in versions that are known everywhere.</summary>
    public static byte[] Model(
        IEnumerable<Part> nodes, Part[] inputs, Part[] outputs, long opset = 15, long format = 8, Part? initializer = null)
    {
        var graph = nodes.Aggregate(new Part(), (part, node) => part.Add(1, node)).Add(2, "graph");
        if (initializer is not null)
            graph.Add(5, initializer);
        graph = inputs.Aggregate(graph, (part, input) => part.Add(11, input));
        graph = outputs.Aggregate(graph, (part, output) => part.Add(12, output));
        return new Part().Add(1, format).Add(7, graph)
            .Add(8, new Part().Add(1, "").Add(2, opset)).Add(8, new Part().Add(1, Ml).Add(2, 3)).Bytes;
    }

    public static Part Node(string type, string domain, string[] inputs, string[] outputs, params Part[] attributes)
    {
        var node = inputs.Aggregate(new Part(), (part, input) => part.Add(1, input));
        node = outputs.Aggregate(node, (part, output) => part.Add(2, output)).Add(4, type);
        return attributes.Aggregate(node, (part, attribute) => part.Add(5, attribute)).Add(7, domain);
    }

    /// <param name="name">Of the tensor.</param>
    /// <param name="element">As onnx.proto numbers types.</param>
    /// <param name="dimensions">Null for a free one.</param>
    public static Part Tensor(string name, long element, params long?[] dimensions)
    {
        var shape = dimensions.Aggregate(
            new Part(), (part, size) => part.Add(1, size is { } x ? new Part().Add(1, x) : new Part().Add(2, "N")));
        return new Part().Add(1, name).Add(2, new Part().Add(1, new Part().Add(1, element).Add(2, shape)));
    }

    private static Part Floats(string name, params float[] values) =>
        values.Aggregate(new Part().Add(1, name), (part, value) => part.AddFloat(7, value)).Add(20, 6);

    private static Part Word(string name, string value) => new Part().Add(1, name).Add(4, value).Add(20, 3);

    private static Part Maps(Part labels)
    {
        var value = new Part().Add(1, new Part().Add(1, Float));
        var map = new Part().Add(5, new Part().Add(1, labels.IsTexts ? Text : Int64).Add(2, value));
        return new Part().Add(4, new Part().Add(1, map));
    }
}

/// <summary>A protobuf message in the making.</summary>
internal sealed class Part
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public bool IsTexts { get; init; }

    public byte[] Bytes => _bytes.WrittenSpan.ToArray();

    public Part Add(int field, Part part)
    {
        ProtoWriter.Write(_bytes, field, part.Bytes);
        return this;
    }

    public Part Add(int field, string text)
    {
        ProtoWriter.Write(_bytes, field, Encoding.UTF8.GetBytes(text));
        return this;
    }

    public Part Add(int field, long number)
    {
        var (tag, value) = ((ulong)field << 3, (ulong)number);
        foreach (var part in new[] { tag, value })
        {
            var rest = part;
            for (; rest >= 0x80; rest >>= 7)
                _bytes.Write([(byte)(rest | 0x80)]);
            _bytes.Write([(byte)rest]);
        }

        return this;
    }

    public Part AddFloat(int field, float number)
    {
        _bytes.Write([(byte)((field << 3) | 5)]);
        _bytes.Write(BitConverter.GetBytes(number));
        return this;
    }

    /// <summary>What classifiers call classlabels_ints, maps call classlabels_int64s.</summary>
    public Part Renamed()
    {
        if (IsTexts)
            return this;
        var reader = new ProtoReader(_bytes.WrittenSpan);
        var renamed = new Part();
        while (reader.Read())
        {
            if (reader.Field == 1)
                renamed.Add(1, "classlabels_int64s");
            else
                renamed.Add(reader.Field, (long)reader.Number);
        }

        return renamed;
    }
}
