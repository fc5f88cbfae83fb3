using Pipeline.Core.Artifacts;
using Pipeline.Core.Problems;

namespace Pipeline.Onnx.Files;

/// <summary>A model's file that was read in full, with the values that it keeps in files beside it.</summary>
/// <param name="Shown">The path as the user knows it.</param>
/// <param name="Bytes">All of it, for the runtime.</param>
/// <param name="Content">What it says of itself.</param>
internal sealed record ModelFile(string Shown, ReadOnlyMemory<byte> Bytes, OnnxFile Content)
{
    /// <summary>As much as a model artifact may have, so that it can be read again.</summary>
    private const long MostBytes = 1L << 30;

    private const string Whole = "Write all into one file: onnx.save(model, path), or external_data=False in PyTorch.";

    /// <summary>The file and those that it names, there or not; of one that cannot be read, itself.</summary>
    public static IReadOnlyList<string> FilesOf(string path)
    {
        try
        {
            if (!File.Exists(path) || new FileInfo(path).Length > MostBytes)
                return [path];
            var folder = Path.GetDirectoryName(path)!;
            return
            [
                path,
                .. OnnxFile.Parse(File.ReadAllBytes(path)).DataFiles
                    .Select(name => ContainedPath.TryResolve(folder, name, out var data, out _) ? data : null).OfType<string>(),
            ];
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return [path];
        }
    }

    /// <summary>What is not there, no model, or too large is a problem, and so are values that do not lie beside it.</summary>
    /// <param name="path">Full.</param>
    /// <param name="shown">As the user knows it.</param>
    public static Validated<ModelFile> Read(string path, string shown)
    {
        if (!File.Exists(path))
            return Refuse("There is no such file.", "Paths are relative to the folder of model.yml.");
        try
        {
            var size = new FileInfo(path).Length;
            if (size > MostBytes)
                return Refuse($"The model has {size} bytes, and at most {MostBytes} are accepted.", null);
            var bytes = File.ReadAllBytes(path);
            var content = OnnxFile.Parse(bytes);
            if (content.DataFiles.Count == 0)
                return Validated.Valid(new ModelFile(shown, bytes, content));
            var folder = Path.GetDirectoryName(path)!;
            var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            foreach (var name in content.DataFiles)
            {
                if (!IsPlain(name) || !ContainedPath.TryResolve(folder, name, out var data, out _))
                    return Refuse($"Its values lie in '{name}'; a plain file name beside the model is accepted.", Whole);
                if (!File.Exists(data))
                    return Refuse($"Its values lie in '{name}', and there is no such file beside the model.", Whole);
                size += new FileInfo(data).Length;
                if (size > MostBytes)
                    return Refuse($"With its values it has {size} bytes, and at most {MostBytes} are accepted.", null);
                files[name] = File.ReadAllBytes(data);
            }

            return Validated.Valid(new ModelFile(shown, content.WithData(files), content));
        }
        catch (InvalidDataException exception)
        {
            return Refuse($"The file is no ONNX model: {Lower(exception.Message)}", "Write it again.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Refuse($"The model cannot be read: {exception.Message}", null);
        }

        Validated<ModelFile> Refuse(string message, string? hint) =>
            Validated.Invalid<ModelFile>(new Problem(shown, null, null, message, hint));
    }

    private static bool IsPlain(string name) => !name.AsSpan().ContainsAny('/', '\\', ':') && name is not ("" or "." or "..");

    private static string Lower(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];
}
