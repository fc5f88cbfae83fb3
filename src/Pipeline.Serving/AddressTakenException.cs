using System.Net;

namespace Pipeline.Serving;

/// <summary>Another process listens where this server should.</summary>
internal sealed class AddressTakenException(IPEndPoint address, Exception innerException)
    : Exception(
        $"The address {address} is taken by another process. Choose another with --address; port 0 is a free one.",
        innerException);
