// A network within the process: requests go to the other server by reference, and are pipelined.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, OnceLock};

use futures::future::BoxFuture;
use futures::stream::BoxStream;
use futures::{Stream, StreamExt};
use openraft::OptionalSend;
use openraft::alias::SnapshotOf;
use openraft::errors::{RPCError, ReplicationClosed, StreamingError, Unreachable};
use openraft::network::{RPCOption, RaftNetworkFactory, RaftNetworkV2};
use openraft::raft::{
    AppendEntriesRequest, AppendEntriesResponse, SnapshotResponse, StreamAppendResult, VoteRequest, VoteResponse,
};

use crate::state_machine::Snapshot;
use crate::types::{Raft, Types, Vote};

/// All servers, once they exist.
#[derive(Clone, Default)]
pub struct Network(Arc<OnceLock<BTreeMap<u64, Raft>>>);

impl Network {
    pub fn connect(&self, servers: BTreeMap<u64, Raft>) {
        assert!(self.0.set(servers).is_ok(), "servers are connected once");
    }
}

impl RaftNetworkFactory<Types> for Network {
    type Network = Connection;

    async fn new_client(&mut self, to: u64, _node: &()) -> Connection {
        let servers = self.0.get().expect("servers are connected before a leader is elected");
        Connection(servers[&to].clone())
    }
}

/// The way to one server.
pub struct Connection(Raft);

/// A server that has stopped.
fn stopped(error: impl std::error::Error + 'static) -> Unreachable<Types> {
    Unreachable::new(&error)
}

impl RaftNetworkV2<Types> for Connection {
    type SnapshotData = Snapshot;

    async fn append_entries(
        &mut self,
        request: AppendEntriesRequest<Types>,
        _option: RPCOption,
    ) -> Result<AppendEntriesResponse<Types>, RPCError<Types>> {
        Ok(self.0.append_entries(request).await.map_err(stopped)?)
    }

    fn stream_append<'s, S>(
        &'s mut self,
        requests: S,
        _option: RPCOption,
    ) -> BoxFuture<'s, Result<BoxStream<'s, Result<StreamAppendResult<Types>, RPCError<Types>>>, RPCError<Types>>>
    where
        S: Stream<Item = AppendEntriesRequest<Types>> + OptionalSend + Unpin + 'static,
    {
        let results = self.0.stream_append(requests).map(|result| Ok(result.map_err(stopped)?));
        Box::pin(async move { Ok(results.boxed()) })
    }

    async fn vote(
        &mut self,
        request: VoteRequest<Types>,
        _option: RPCOption,
    ) -> Result<VoteResponse<Types>, RPCError<Types>> {
        Ok(self.0.vote(request).await.map_err(stopped)?)
    }

    async fn pre_vote(
        &mut self,
        request: VoteRequest<Types>,
        _option: RPCOption,
    ) -> Result<VoteResponse<Types>, RPCError<Types>> {
        Ok(self.0.pre_vote(request).await.map_err(stopped)?)
    }

    async fn full_snapshot(
        &mut self,
        vote: Vote,
        snapshot: SnapshotOf<Types, Snapshot>,
        _cancel: impl Future<Output = ReplicationClosed> + OptionalSend + 'static,
        _option: RPCOption,
    ) -> Result<SnapshotResponse<Types>, StreamingError<Types>> {
        Ok(self.0.install_full_snapshot(vote, snapshot).await.map_err(stopped)?)
    }
}
