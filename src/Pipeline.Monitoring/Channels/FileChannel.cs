using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;
using Pipeline.Manifest.Records;

namespace Pipeline.Monitoring.Channels;

/// <summary>The options of <c>file</c>.</summary>
[Description("A file with one line of JSON for each message.")]
public sealed record FileOptions : IValidatedRecord
{
    [Description("The file, from the folder of environments.yml on; what is there stays.")]
    [Length(1, 500)]
    public required string Path { get; init; }

    [Description("Whether each change of a firing alert is a line too; true by default.")]
    public bool Updates { get; init; } = true;

    public IEnumerable<Finding> Validate()
    {
        if (!ContainedPath.TryResolve(System.IO.Path.GetTempPath(), Path, out _, out var reason))
            yield return new Finding(nameof(Path), reason);
    }
}

/// <summary>JSON lines at the end of a file. A message that stands among the last ones already is not written again.</summary>
public sealed class FileChannel : IAlertChannel
{
    private const int MostSearched = 256 * 1024;

    private static readonly JsonSerializerOptions Json = new(DocumentJson.Options) { WriteIndented = false };

    public string Name => "file";

    public Type Options => typeof(FileOptions);

    public bool TakesUpdates(object options) => ((FileOptions)options).Updates;

    public IAlertSender Open(AlertChannelRequest request) => new Sender(request, (FileOptions)request.Options);

    private sealed class Sender(AlertChannelRequest request, FileOptions options) : IAlertSender
    {
        public async Task<AlertReceipt> SendAsync(AlertMessage message, CancellationToken cancellationToken)
        {
            if (!ContainedPath.TryResolve(request.Folder, options.Path, out var path, out var reason))
                throw new ChannelFailedException($"its file cannot be used: {reason}");
            try
            {
                FolderSync.Create(Path.GetDirectoryName(path)!);
                await using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
                var end = await EndOfAsync(file, cancellationToken);
                var line = AlertJson.Of(message).ToJsonString(Json);
                if (!end.Contains($"\"key\":\"{message.Key}\"", StringComparison.Ordinal))
                    await AppendAsync(file, line, isCutOff: end is [.., not '\n'], cancellationToken);
                return new AlertReceipt(Note: options.Path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new ChannelFailedException($"its file cannot be written ({exception.Message.TrimEnd('.')})");
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        /// <summary>A line that a killed process has begun is ended, so that it spoils no other.</summary>
        private static async Task AppendAsync(FileStream file, string line, bool isCutOff, CancellationToken cancellationToken)
        {
            var length = file.Length;
            file.Seek(0, SeekOrigin.End);
            try
            {
                await file.WriteAsync(Encoding.UTF8.GetBytes($"{(isCutOff ? "\n" : "")}{line}\n"), cancellationToken);
                file.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                file.SetLength(length);
                throw;
            }
        }

        private static async Task<string> EndOfAsync(FileStream file, CancellationToken cancellationToken)
        {
            var bytes = new byte[(int)Math.Min(file.Length, MostSearched)];
            file.Seek(-bytes.Length, SeekOrigin.End);
            await file.ReadExactlyAsync(bytes, cancellationToken);
            return Encoding.UTF8.GetString(bytes);
        }
    }
}
