using Pipeline.Core.Problems;

namespace Pipeline.Data.Sources;

/// <summary>Opens what a manifest names.</summary>
internal static class DataFile
{
    private const int MostListed = 1_000;

    /// <summary>A file that is not there, or cannot be opened, and a header that is wrong are problems.</summary>
    public static async Task<Validated<CsvReader>> OpenAsync(DatasetRequest request, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(Path.Combine(request.Folder, request.Section.Path));
        if (Directory.Exists(path))
            return Refuse(request, $"'{request.Section.Path}' is a folder; a CSV file is accepted.");
        if (!File.Exists(path))
            return Refuse(request, $"There is no file '{request.Section.Path}'.", Near(path));
        try
        {
            return await ReadAsync(path, request, cancellationToken);
        }
        catch (UnauthorizedAccessException)
        {
            return Refuse(request, $"The file '{request.Section.Path}' may not be read.", "Ask its owner for the permission.");
        }
    }

    private static async Task<Validated<CsvReader>> ReadAsync(
        string path, DatasetRequest request, CancellationToken cancellationToken)
    {
        var stream = new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0 });
        var options = new CsvOptions { Missing = request.Section.MissingValues };
        var reader = await CsvReader.OpenAsync(stream, request.ShownPath, options, cancellationToken);
        if (reader.Problems.Count == 0)
            return Validated.Valid(reader);
        reader.Dispose();
        return Validated.Invalid<CsvReader>(reader.Problems);
    }

    private static Validated<CsvReader> Refuse(DatasetRequest request, string message, string? hint = null) =>
        Validated.Invalid<CsvReader>(request.Manifest.Locate("data.path").Problem(message, hint));

    private static string? Near(string path)
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(path)!);
        return folder.Exists
            ? NearestNames.Question(Path.GetFileName(path), folder.EnumerateFiles().Take(MostListed).Select(x => x.Name))
            : null;
    }
}
