using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;

namespace Pipeline.Onnx.Sessions;

/// <summary>
/// Opens models in ONNX Runtime, always in the same way: on one thread, so that answers do not depend on the machine, without
/// libraries of other operators, and without its telemetry.
/// </summary>
internal static partial class OnnxSessions
{
    /// <summary>The runtime sends telemetry unless this says 1 before its library is loaded.</summary>
    public const string NoTelemetry = "ORT_DISABLE_TELEMETRY";

    private const int MostWords = 300;

    static OnnxSessions()
    {
        // Who starts a process sets it; where nobody did, the library still asks the C library and not .NET.
        Environment.SetEnvironmentVariable(NoTelemetry, "1");
        if (!OperatingSystem.IsWindows())
            _ = SetVariable(NoTelemetry, "1", overwrite: 1);
    }

    /// <summary>"1.31.1".</summary>
    public static string Version => OrtEnv.Instance().GetVersionString();

    /// <exception cref="OnnxRuntimeException">The runtime does not take the model.</exception>
    public static InferenceSession Open(ReadOnlyMemory<byte> model)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        var bytes = MemoryMarshal.TryGetArray(model, out var array) && array.Offset == 0 && array.Count == array.Array!.Length
            ? array.Array
            : model.ToArray();
        return new InferenceSession(bytes, options);
    }

    /// <summary>What the runtime says is wrong, as a clause.</summary>
    public static string Explain(OnnxRuntimeException exception)
    {
        var words = string.Join(' ', exception.Message.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        if (NewerOperators().Match(words) is { Success: true } newer)
        {
            return $"it uses version {newer.Groups["asked"]} of the operators of {newer.Groups["domain"]}, "
                + $"and ONNX Runtime {Version} knows them up to version {newer.Groups["known"]}";
        }

        if (NewerFormat().Match(words) is { Success: true } format)
        {
            return $"its format is of version {format.Groups["asked"]}, and ONNX Runtime {Version} reads them up to version "
                + $"{format.Groups["known"]}";
        }

        if (UnknownOperator().Match(words) is { Success: true } unknown)
        {
            return $"ONNX Runtime {Version} has no operator {unknown.Groups["name"]} in the version of its operators, "
                + $"{unknown.Groups["version"]}";
        }

        if (UnknownDomain().Match(words) is { Success: true } domain)
            return $"it uses operators of '{domain.Groups["domain"]}', which is a library of its own";
        var said = Preamble().Replace(words, "").TrimEnd('.', ' ');
        return $"ONNX Runtime {Version} says '{(said.Length > MostWords ? said[..MostWords] + "..." : said)}'";
    }

    [DllImport("libc", EntryPoint = "setenv", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);

    [GeneratedRegex(@"Opset (?<asked>\d+) is under development.* support for domain (?<domain>\S+) is till opset (?<known>\d+)")]
    private static partial Regex NewerOperators();

    [GeneratedRegex(@"Unsupported model IR version: (?<asked>\d+), max supported IR version: (?<known>\d+)")]
    private static partial Regex NewerFormat();

    [GeneratedRegex(@"No Op registered for (?<name>\S+) with domain_version of (?<version>\d+)")]
    private static partial Regex UnknownOperator();

    [GeneratedRegex("No opset import for domain '(?<domain>[^']*)'")]
    private static partial Regex UnknownDomain();

    /// <summary>Codes, and the place in the runtime's own sources.</summary>
    [GeneratedRegex(@"^\[ErrorCode:\w+\]\s*(?:/onnxruntime_src/\S+ .*?\) )?")]
    private static partial Regex Preamble();
}
