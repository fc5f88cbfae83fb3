namespace Pipeline.Packaging.Images;

/// <summary>An image is damaged, incomplete, or holds what none of ours would.</summary>
public sealed class UnreadableImageException : Exception
{
    /// <param name="image">The image's folder, or a file in it.</param>
    /// <param name="reason">A clause: "the blob is not there".</param>
    /// <param name="innerException">What the reader threw, where it did.</param>
    public UnreadableImageException(string image, string reason, Exception? innerException = null)
        : base($"The image in '{image}' cannot be used: {reason}. Package the model again.", innerException)
    {
    }
}
