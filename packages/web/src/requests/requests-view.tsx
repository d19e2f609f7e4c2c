import type { RequestRecordView } from "@smart-router/core/usage/request-record.schema.ts";
import { createFeed } from "../api/feed.ts";
import { Empty } from "../parts/empty.tsx";
import { FeedView } from "../parts/feed-view.tsx";
import { Head } from "../parts/head.tsx";
import { place } from "../place/place.ts";
import { isAdmin } from "../session/session.ts";
import { RequestDialog } from "./request-dialog.tsx";
import { RequestTable } from "./request-table.tsx";

const feed = createFeed<RequestRecordView>("admin/requests", ({ id }) => id);

export function RequestsView() {
	const [id] = place.value.rest;
	return (
		<>
			<Head
				title="Requests"
				about={`What ${isAdmin.value ? "your clients" : "the clients with your key"} asked for and which account answered, live. Neither prompts nor answers are kept; records go after 30 days.`}
			/>
			<FeedView feed={feed} noun="request" empty={<NoRequests />}>
				{(blocks) => <RequestTable blocks={blocks} />}
			</FeedView>
			{id && <RequestDialog key={id} id={id} />}
		</>
	);
}

const NoRequests = () => (
	<Empty icon="requests" title="No requests yet">
		<p>
			Point a client at <code>/v1</code> of this address with an API key of this gateway; each request shows up here within two seconds,
			with every account that was tried.
		</p>
	</Empty>
);
