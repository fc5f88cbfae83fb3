namespace Pipeline.Models;

/// <summary>A model's file cannot be read: it is damaged, or not of this toolkit.</summary>
public sealed class UnreadableModelException : Exception
{
    /// <param name="file">The file as the user knows it.</param>
    /// <param name="reason">A clause: "it is not a zip archive".</param>
    /// <param name="advice">What to do, as a sentence.</param>
    /// <param name="innerException">What the reader threw, where it did.</param>
    public UnreadableModelException(string file, string reason, string advice, Exception? innerException = null)
        : base($"The model in '{file}' cannot be loaded: {reason}. {advice}", innerException)
    {
    }
}
