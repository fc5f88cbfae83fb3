namespace Pipeline.Targets.Secrets;

/// <summary>The engine's note on the last attempt. The real engine may keep the arguments there as they were given.</summary>
internal static class AttemptFile
{
    public static void Redact(string folder, SecretRedactor redactor)
    {
        var path = Path.Combine(folder, "build-attempt.log");
        if (redactor.Secrets.Count == 0 || !File.Exists(path))
            return;
        var text = File.ReadAllText(path);
        if (redactor.Redact(text) is var redacted && redacted != text)
            File.WriteAllText(path, redacted);
    }
}
