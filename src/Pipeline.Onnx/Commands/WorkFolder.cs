using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Onnx.Commands;

/// <summary>The folder that a command works in: rows, what is asked of it, and a folder for what it makes.</summary>
internal sealed class WorkFolder : IDisposable
{
    private const string Train = "train.csv";
    private const string Validation = "validation.csv";
    private const string Request = "training.json";
    private const string Output = "output";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private bool _hasValidation;

    /// <param name="scratch">A new folder is made in it.</param>
    public WorkFolder(string scratch)
    {
        Path = System.IO.Path.Combine(scratch, System.IO.Path.GetRandomFileName());
        Directory.CreateDirectory(PathOf(Output));
    }

    public string Path { get; }

    /// <summary>Where the command writes its model.</summary>
    public string Model => System.IO.Path.Combine(PathOf(Output), "model.onnx");

    /// <summary>Where it may write metrics, a line for each iteration.</summary>
    public string Metrics => System.IO.Path.Combine(PathOf(Output), "metrics.jsonl");

    /// <summary>What a command is told by variables.</summary>
    public IEnumerable<KeyValuePair<string, string>> Variables
    {
        get
        {
            yield return new("PIPELINE_TRAINING", PathOf(Request));
            yield return new("PIPELINE_TRAIN_ROWS", PathOf(Train));
            if (_hasValidation)
                yield return new("PIPELINE_VALIDATION_ROWS", PathOf(Validation));
            yield return new("PIPELINE_OUTPUT", PathOf(Output));
            // Lines are shown when they are printed, nothing is written beside the sources, and sets have one order.
            yield return new("PYTHONUNBUFFERED", "1");
            yield return new("PYTHONDONTWRITEBYTECODE", "1");
            yield return new("PYTHONHASHSEED", "0");
        }
    }

    public void Write(TrainingRequest request, CommandOptions options)
    {
        var set = request.Set;
        var label = TaskKind.Of(set.Task).Discover(set.Rows[set.Label], set.Positive);
        RowsFile.Write(PathOf(Train), set.Rows);
        _hasValidation = request.Validation is { RowCount: > 0 };
        if (_hasValidation)
            RowsFile.Write(PathOf(Validation), request.Validation!);
        var asked = new
        {
            set.Task,
            Label = set.Label,
            set.Positive,
            Classes = label.TryGet(out var target) ? (target.Label as ModelLabel.Classes)?.Names : null,
            Columns = set.Rows.Without(set.Label).Columns.Select(column => new
            {
                column.Name,
                column.Type,
                Missing = column.MissingCount,
            }),
            Train,
            Validation = _hasValidation ? Validation : null,
            Output,
            request.Seed,
            Options = options.Options ?? JsonSerializer.SerializeToElement(new { }),
        };
        File.WriteAllBytes(PathOf(Request), JsonSerializer.SerializeToUtf8Bytes(asked, Json));
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);
}

/// <summary>Writes tables as CSV after RFC 4180, in UTF-8 with a header; a missing value is nothing.</summary>
internal static class RowsFile
{
    public static void Write(string path, Table rows)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        Write(writer, rows.Columns.Select(column => column.Name));
        for (var row = 0; row < rows.RowCount; row++)
            Write(writer, rows.Columns.Select(column => column.Text(row)));
    }

    private static void Write(StreamWriter writer, IEnumerable<string?> values) =>
        writer.WriteLine(string.Join(',', values.Select(Field)));

    /// <summary>A text that is empty is in quotes, and so are those that another program would trim or cut.</summary>
    private static string Field(string? value)
    {
        if (value is null)
            return "";
        var isPlain = value.Length > 0 && !value.AsSpan().ContainsAny(",\"\r\n") && value.Trim().Length == value.Length;
        return isPlain ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
